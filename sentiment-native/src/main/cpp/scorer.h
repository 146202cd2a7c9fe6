// Scores of texts: tokenise, one llama_decode for the rows of a batch behind the prefix that is already in the KV
// cache, gather the label scores.
//
// Letters: T texts of a call, R rows (segments) of a decode, L = 3 labels, E width of the hidden state, V vocabulary.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "context.h"
#include "label_rows.h"
#include "prompt.h"
#include "tiles.h"

namespace s4j {

struct options {
    int contexts;
    int threads;     // of one context
    int max_tokens;  // of one prompt: prefix + text + suffix
    int max_batch;   // rows of one decode
    truncation truncate;
    llama_flash_attn_type flash_attention;
    int gpu;  // number of the CUDA device, or CPU
    output_matrix output;
};

struct text_score {
    text_status status = text_status::scored;
    int prompt_tokens = 0;  // before truncation
    bool truncated = false;
    int segments = 0;
};

struct segment_score {
    int text_tokens;
    std::array<float, LABELS> log_p;  // up to a constant that the three share
};

struct batch_scores {
    std::vector<text_score> texts;        // (T)
    std::vector<segment_score> segments;  // those of text 0, then of text 1, ...
    int64_t evaluated_tokens = 0;
    int64_t nanos = 0;
};

// The rows of one decode.
struct row_limits {
    row_limits(const options & opts, const prompt & prompt);

    int sequences;  // of one row: its own, and one per label if labels have several tokens
    int rows;
    int tokens;  // that all rows may have together
};

// Returns the sizes of a context that scores with these options.
context_shape shape_of(const options & opts, const prompt & prompt);

// Scores with a context of its own. Not thread-safe but for cancel().
class scorer {
public:
    // Copies what it is given, but `model`, which must outlive it. `rows`: none if logits come from llama.cpp. `index`:
    // from 0 to opts.contexts - 1. `prefix`: what prefix_state() of another scorer returns, or null to evaluate the
    // prefix.
    scorer(llama_model * model, const options & opts, const prompt & prompt, const std::optional<label_rows> & rows,
           int index, kv_state prefix);

    // The KV cells of the prefix; empty for an empty prefix.
    const kv_state & prefix_state() const { return prefix; }

    // A cancelled call throws and leaves the context as it was.
    batch_scores score(const std::vector<std::string> & texts);

    // Cancels the call of score() that runs or, if none does, the next one. From any thread.
    void cancel() { ctx.cancel(); }

private:
    struct segment {
        int text;
        tokens ids;  // of the text only
    };
    struct row {
        int segment;
        llama_seq_id sequence;
        int32_t last;    // batch index of the prompt's last token
        llama_pos next;  // position behind the prompt
    };
    // The rows of one decode.
    struct pass {
        std::vector<row> rows;  // (R)
        int fillers = 0;        // tokens at the end of the batch that belong to no row
    };

    bool on_tensor(ggml_tensor * tensor, bool ask);
    kv_state evaluate_prefix();
    void restore_prefix();
    std::vector<segment> segments_of(const std::vector<std::string> & texts, std::vector<text_score> & status) const;
    void decode_segments(const std::vector<segment> & segments, size_t first, pass & pass);
    void score_rows(const pass & pass, batch_scores & scores);
    void score_more_tokens(const pass & pass, batch_scores & scores);
    void forget(const pass & pass);

    const llama_vocab * const vocab;
    const options opts;
    const prompt around;
    const std::optional<label_rows> rows_of_labels;
    const row_limits limits;
    const tile_filling filling;
    std::vector<float> hidden;  // (R, E) of the last decode if there are rows_of_labels
    context ctx;
    kv_state prefix;
};

}  // namespace s4j
