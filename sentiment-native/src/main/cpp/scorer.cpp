#include "scorer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

#include "failure.h"
#include "hooks.h"
#include "model.h"
#include "processors.h"

namespace s4j {

namespace {

constexpr int PASS_TOKENS = 2048;  // rows of one decode share at least this many cells
constexpr int UBATCH_TOKENS = 512;

int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

// log sum_v exp(logits[v]) of (V) logits
float log_sum_exp(const float * logits, int vocabulary) {
    const float max = *std::max_element(logits, logits + vocabulary);
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
        sum += std::exp(logits[v] - max);
    }
    return max + (float) std::log(sum);
}

}  // namespace

row_limits::row_limits(const options & opts, const prompt & prompt)
    : sequences(prompt.has_labels_of_one_token() ? 1 : 1 + LABELS),
      rows(std::min(opts.max_batch, ((int) llama_max_parallel_sequences() - 1) / sequences)),
      tokens(std::max(opts.max_tokens, PASS_TOKENS)) {}

// The limits of the builder in Java and MAX_LABEL_TOKENS keep every product here far below 2^31.
context_shape shape_of(const options & opts, const prompt & prompt) {
    const row_limits limits(opts, prompt);
    const int sequences = 1 + limits.rows * limits.sequences;
    int label_tokens = 0;  // of all rows
    for (const tokens & label : prompt.labels) {
        label_tokens += limits.sequences == 1 ? 0 : limits.rows * (int) label.size();
    }
    const int cells = round_up((int) prompt.prefix.size() + limits.tokens + label_tokens, 256);
    // llama.cpp wants an output per sequence.
    return {cells, std::min(UBATCH_TOKENS, cells), sequences, std::max(sequences, label_tokens)};
}

scorer::scorer(llama_model * model, const options & opts, const prompt & prompt, const std::optional<label_rows> & rows,
               int index, kv_state prefix)
    : vocab(llama_model_get_vocab(model)),
      opts(opts),
      around(prompt),
      rows_of_labels(rows),
      limits(opts, prompt),
      filling(opts.gpu == CPU ? filling_of(model) : NO_FILLING),
      ctx(model, shape_of(opts, prompt), opts.flash_attention,
          rows ? [this](ggml_tensor * tensor, bool ask) { return on_tensor(tensor, ask); } : graph_listener()),
      prefix(std::move(prefix)) {
    if (this->prefix) {
        restore_prefix();
    } else {
        this->prefix = evaluate_prefix();
    }
    ctx.use_threads(opts.threads, share_of(usable_processors(), index, opts.contexts, opts.threads));
}

// Takes the input of the output matrix, which is last in the graph, and leaves the product out.
bool scorer::on_tensor(ggml_tensor * tensor, bool ask) {
    if (ask) {
        return std::strcmp(tensor->name, "result_norm") == 0;
    }
    const size_t before = hidden.size();
    hidden.resize(before + (size_t) ggml_nelements(tensor));
    ggml_backend_tensor_get(tensor, hidden.data() + before, 0, ggml_nbytes(tensor));
    return false;
}

// Computes the model at least once, so that an abort of ggml comes here, where it is an exception.
kv_state scorer::evaluate_prefix() {
    ctx.clear_batch();
    if (around.prefix.empty()) {
        ctx.add(around.labels[0][0], 0, 0, true);  // any token
        ctx.decode();
        llama_memory_clear(ctx.memory(), false);
        return std::make_shared<std::vector<uint8_t>>();
    }
    for (size_t i = 0; i < around.prefix.size(); i++) {
        ctx.add(around.prefix[i], (llama_pos) i, 0, i + 1 == around.prefix.size());
    }
    ctx.decode();
    return ctx.save();
}

// Puts the cells of the prefix into sequence 0 if they are not there.
void scorer::restore_prefix() {
    if (llama_memory_seq_pos_max(ctx.memory(), 0) != (llama_pos) around.prefix.size() - 1) {  // -1 when empty
        ctx.load(prefix);
    }
}

void scorer::forget(const pass & pass) {
    for (llama_seq_id s = 1; s <= (llama_seq_id) pass.rows.size() * limits.sequences; s++) {
        llama_memory_seq_rm(ctx.memory(), s, -1, -1);
    }
    if (pass.fillers > 0) {
        llama_memory_seq_rm(ctx.memory(), 0, (llama_pos) around.prefix.size(), -1);
    }
    restore_prefix();
}

// Tokenises and truncates: the segments of text 0, then of text 1, ...
std::vector<scorer::segment> scorer::segments_of(const std::vector<std::string> & texts,
                                                 std::vector<text_score> & status) const {
    const size_t frame = around.prefix.size() + around.suffix.size();
    const size_t room = opts.max_tokens - frame;
    std::vector<segment> segments;
    segments.reserve(texts.size());
    for (size_t t = 0; t < texts.size(); t++) {
        ctx.require_not_cancelled();  // a very long text takes seconds
        tokens ids = tokenize(vocab, texts[t], false);
        text_score & s = status[t];
        s.prompt_tokens = (int) (frame + ids.size());
        if (ids.empty()) {
            s.status = text_status::no_tokens;
            continue;
        }
        const bool cut = ids.size() > room && opts.truncate != truncation::chunks;
        for (tokens & piece : truncate(std::move(ids), room, opts.truncate)) {
            segments.push_back({(int) t, std::move(piece)});
            s.segments++;
        }
        s.truncated = cut && s.segments > 0;
        if (s.segments == 0) {
            s.status = text_status::too_long;
        }
    }
    return segments;
}

// Decodes as many segments from `first` on as fit together.
void scorer::decode_segments(const std::vector<segment> & segments, size_t first, pass & pass) {
    const auto begin = (llama_pos) around.prefix.size();
    pass.rows.clear();
    pass.fillers = 0;
    ctx.clear_batch();
    for (size_t i = first; i < segments.size() && (int) pass.rows.size() < limits.rows; i++) {
        const tokens & ids = segments[i].ids;
        if (ctx.batch_size() + (int) (ids.size() + around.suffix.size()) > limits.tokens) {
            break;
        }
        row r{(int) i, 1 + (llama_seq_id) pass.rows.size() * limits.sequences, 0, begin};
        if (begin > 0) {
            llama_memory_seq_cp(ctx.memory(), 0, r.sequence, -1, -1);
        }
        const size_t length = ids.size() + around.suffix.size();
        for (size_t j = 0; j < length; j++) {
            const llama_token id = j < ids.size() ? ids[j] : around.suffix[j - ids.size()];
            r.last = ctx.add(id, r.next++, r.sequence, j + 1 == length);
        }
        pass.rows.push_back(r);
    }
    const int filled = std::min(filling.filled(ctx.batch_size()), limits.tokens);
    for (; ctx.batch_size() < filled; pass.fillers++) {
        ctx.add(around.labels[0][0], begin + pass.fillers, 0, false);  // no row sees sequence 0 behind the prefix
    }
    hidden.clear();
    ctx.decode();
}

// log P(label) = sum_j log P(token j | prompt, tokens before j). The first factor comes from the decode of the prompts.
// Logits of one row differ from log-probabilities by one constant, so labels of one token each need no more.
void scorer::score_rows(const pass & pass, batch_scores & scores) {
    if (rows_of_labels) {
        const auto logits = rows_of_labels->logits(hidden);
        if (logits.size() != pass.rows.size()) {
            throw failure(error_code::internal, "llama.cpp computed hidden states for " +
                                                    std::to_string(logits.size()) + " of " +
                                                    std::to_string(pass.rows.size()) + " texts");
        }
        for (size_t i = 0; i < logits.size(); i++) {
            scores.segments[pass.rows[i].segment].log_p = logits[i];
        }
        return;
    }
    const int vocabulary = llama_vocab_n_tokens(vocab);
    const bool one_token_labels = around.has_labels_of_one_token();
    for (const row & r : pass.rows) {
        const float * l = ctx.logits(r.last);
        const float norm = one_token_labels ? 0 : log_sum_exp(l, vocabulary);
        for (int k = 0; k < LABELS; k++) {
            scores.segments[r.segment].log_p[k] = l[around.labels[k][0]] - norm;
        }
    }
    if (!one_token_labels) {
        score_more_tokens(pass, scores);
    }
}

// Adds the other factors, from one decode of all labels behind all prompts.
void scorer::score_more_tokens(const pass & pass, batch_scores & scores) {
    struct step {
        int segment;
        int label;
        llama_token expected;
        int32_t index;
    };
    std::vector<step> steps;
    ctx.clear_batch();
    for (const row & r : pass.rows) {
        for (int k = 0; k < LABELS; k++) {
            const tokens & label = around.labels[k];
            if (label.size() < 2) {
                continue;
            }
            const llama_seq_id branch = r.sequence + 1 + k;
            llama_memory_seq_cp(ctx.memory(), r.sequence, branch, -1, -1);
            for (size_t j = 0; j + 1 < label.size(); j++) {
                const int32_t index = ctx.add(label[j], r.next + (llama_pos) j, branch, true);
                steps.push_back({r.segment, k, label[j + 1], index});
            }
        }
    }
    ctx.decode();
    scores.evaluated_tokens += ctx.batch_size();
    for (const step & s : steps) {
        const float * l = ctx.logits(s.index);
        scores.segments[s.segment].log_p[s.label] += l[s.expected] - log_sum_exp(l, llama_vocab_n_tokens(vocab));
    }
}

batch_scores scorer::score(const std::vector<std::string> & texts) {
    struct request {
        context & ctx;
        ~request() { ctx.resume(); }
    } const ends_with_this_call{ctx};
    const auto start = std::chrono::steady_clock::now();
    batch_scores scores;
    scores.texts.resize(texts.size());
    const std::vector<segment> segments = segments_of(texts, scores.texts);
    for (const segment & s : segments) {
        scores.segments.push_back({(int) s.ids.size(), {}});
    }
    pass pass;
    try {
        for (size_t done = 0; done < segments.size(); done += pass.rows.size()) {
            decode_segments(segments, done, pass);
            scores.evaluated_tokens += ctx.batch_size() - pass.fillers;
            score_rows(pass, scores);
            forget(pass);
        }
    } catch (const ggml_aborted &) {
        throw;  // nothing may touch this context again
    } catch (...) {
        forget(pass);
        throw;
    }
    scores.nanos =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count();
    return scores;
}

}  // namespace s4j
