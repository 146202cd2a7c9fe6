// Scores of texts: tokenise, one llama_decode for the rows of a batch over the prefix that is already in the KV cache,
// gather the label scores.
//
// Letters: T texts of a call, R rows (segments) of a decode, L = 3 labels, E width of the hidden state, V vocabulary.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "llama.h"
#include "tiles.h"

namespace s4j {

constexpr int LABELS = 3;

// The numbers are those of Natives.open.
enum class truncation { end, start, middle, reject, chunks };

// The matrix behind the last hidden state, in the model file.
struct output_matrix {
    int type;        // a ggml_type, or -1: logits come from llama.cpp
    int64_t offset;
};

struct options {
    int contexts;
    int threads;
    int max_tokens;  // of one prompt: prefix + text + suffix
    int max_batch;   // rows of one decode
    truncation truncate;
    llama_flash_attn_type flash_attention;
    int gpu;         // number of the CUDA device, or CPU
    output_matrix output;
};

using tokens = std::vector<llama_token>;

// What stays the same from call to call: the prompt around the text, the labels, and the prefix's KV state.
struct task {
    tokens prefix;
    tokens suffix;
    std::array<tokens, LABELS> labels;     // teacher-forced tokens; an end-of-text token behind a label that another one extends
    bool single_token;                     // every label is one token: one decode is enough
    std::vector<float> label_rows;         // (L, E) of the output matrix; empty: logits come from llama.cpp
    std::vector<uint8_t> prefix_state;     // KV cells of the prefix, evaluated once, restored from here
};

// The numbers are those of NativeScores.java.
enum class text_status { scored = 0, too_long = 1, no_tokens = 2 };

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

struct counters {
    int64_t decodes = 0;
    int64_t evaluated_tokens = 0;   // prefix included
    int64_t prefix_tokens = 0;      // of those, tokens of the prefix
};

// What decides how much memory a context takes.
struct context_shape {
    int cells;    // tokens in the KV cache
    int batch;    // tokens of one physical batch
    int rows;     // of one decode
    int outputs;  // rows of logits
};

tokens tokenize(const llama_vocab * vocab, std::string_view text, bool parse_special);

// One llama_context with its thread pool. Not thread-safe but for cancel().
class scorer {
public:
    // `index` of opts.contexts, from 0 on.
    scorer(llama_model * model, const options & opts, const task & shared, int index);
    ~scorer();
    static context_shape shape(const options & opts, const task & shared);

    scorer(const scorer &) = delete;
    scorer & operator=(const scorer &) = delete;

    // Evaluates the prefix and returns its KV state. Runs on the calling thread alone: an abort there is an exception, an
    // abort on a thread of ggml's ends the process.
    std::vector<uint8_t> evaluate_prefix();

    void use_all_threads();

    // Puts the prefix's KV state into sequence 0 if it is not there.
    void restore_prefix();

    // A cancelled call throws and leaves the context as it was.
    batch_scores score(const std::vector<std::string> & texts);

    // What llama.cpp's grammar sampler says, greedily, on the same first decode as score(); an oracle for tests.
    // only_label_tokens bans every token that no label's tokenisation contains.
    std::vector<std::string> decode_with_grammar(const std::vector<std::string> & texts, const std::string & gbnf,
                                                 bool only_label_tokens);

    // Cancels the call of score() that runs or, if none does, the next one. From any thread.
    void cancel() { cancelled.store(true, std::memory_order_relaxed); }

    const counters & counted() const { return count; }

private:
    struct segment {
        int text;
        std::vector<llama_token> ids;  // text tokens only
    };
    struct row {
        int segment;
        llama_seq_id sequence;
        int32_t last;       // batch index whose logits say the label's first token
        llama_pos next;     // position behind the prompt
    };

    std::vector<segment> prepare(const std::vector<std::string> & texts, std::vector<text_score> & status) const;
    size_t decode_rows(const std::vector<segment> & segments, size_t from, std::vector<row> & rows);
    void score_single(const std::vector<row> & rows, std::vector<segment_score> & out);
    void score_hidden(const std::vector<row> & rows, std::vector<segment_score> & out);
    bool on_tensor(ggml_tensor * tensor, bool ask);
    void score_multi(const std::vector<row> & rows, std::vector<segment_score> & out);
    void add(llama_token id, llama_pos pos, llama_seq_id sequence, bool output);
    void decode();
    void require_not_cancelled() const;
    void forget(const std::vector<row> & rows);
    llama_context * new_context(llama_model * model);
    const float * logits(int32_t index) const;

    const llama_vocab * const vocab;
    const int vocabulary;
    const options & opts;
    const task & shared;
    const int text_budget;    // text tokens of one row
    const int branches;       // sequences that a row needs beside its own: one per label if labels have several tokens
    const int max_rows;       // rows of one decode
    const int row_tokens;     // tokens that the rows of one decode may have together
    const tiles tile;

    std::atomic<bool> cancelled{false};
    struct free_pool {
        void operator()(ggml_threadpool * p) const;
    };
    struct free_context {
        void operator()(llama_context * c) const { llama_free(c); }
    };
    std::unique_ptr<ggml_threadpool, free_pool> pool;  // outlives the context
    std::unique_ptr<llama_context, free_context> context;
    llama_context * const ctx;
    const llama_memory_t memory;
    llama_batch batch;
    int fillers = 0;             // tokens at the end of the batch that belong to no row
    bool hidden_only = false;    // decodes stop at the last hidden state
    std::vector<float> hidden;   // (R, E) of the last such decode
    counters count;
};

} // namespace s4j
