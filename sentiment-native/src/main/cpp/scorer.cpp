#include "scorer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

#include "cpu.h"
#include "failure.h"
#include "hooks.h"
#include "model.h"
#include "processors.h"

namespace s4j {

namespace {

constexpr int CONTEXT_TOKENS = 2048;  // rows of one decode share at least this many cells
constexpr int UBATCH_TOKENS = 512;

int round_up(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

// (n) values to 8 bits and a scale for each block, and back.
void round_to_bytes(float * x, size_t n, size_t block, bool half_scale) {
    for (size_t from = 0; from < n; from += block) {
        float * const end = x + std::min(n, from + block);
        float largest = 0;
        for (const float * v = x + from; v < end; v++) {
            largest = std::max(largest, std::fabs(*v));
        }
        const float scale = largest / 127;
        const float inverse = scale == 0 ? 0 : 1 / scale;
        const float stored = half_scale ? ggml_fp16_to_fp32(ggml_fp32_to_fp16(scale)) : scale;
        for (float * v = x + from; v < end; v++) {
            *v = std::round(*v * inverse) * stored;
        }
    }
}

// Rounds what is multiplied with weights of a type as ggml's CPU kernels do (vec_dot_type in ggml-cpu.c), so that scores are
// those of llama.cpp's logits.
void round_activations(ggml_type weights, std::vector<float> & x) {
    switch (weights) {
        case GGML_TYPE_F32:
            break;
        case GGML_TYPE_F16:
            for (float & v : x) {
                v = ggml_fp16_to_fp32(ggml_fp32_to_fp16(v));
            }
            break;
        case GGML_TYPE_BF16:
            for (float & v : x) {
                v = ggml_bf16_to_fp32(ggml_fp32_to_bf16(v));
            }
            break;
        case GGML_TYPE_Q4_0:
        case GGML_TYPE_Q4_1:
        case GGML_TYPE_Q5_0:
        case GGML_TYPE_Q5_1:
        case GGML_TYPE_Q8_0:
        case GGML_TYPE_IQ4_NL:
            round_to_bytes(x.data(), x.size(), 32, true);   // Q8_0, Q8_1
            break;
        default:
            round_to_bytes(x.data(), x.size(), 256, false);  // Q8_K
    }
}

// log sum_v exp(logits[v])
float log_sum_exp(const float * logits, int count) {
    const float max = *std::max_element(logits, logits + count);
    double sum = 0;
    for (int v = 0; v < count; v++) {
        sum += std::exp(logits[v] - max);
    }
    return max + (float) std::log(sum);
}

ggml_threadpool * new_pool(const options & opts, int index) {
    const auto create = cpu_function<decltype(&ggml_threadpool_new)>("ggml_threadpool_new");
    ggml_threadpool_params params = ggml_threadpool_params_default(opts.threads);
    params.poll = 0;  // threads sleep between calls: a server that waits must not burn its cores
    for (const int processor : processors_of(index, opts.contexts, opts.threads)) {
        if (processor < GGML_MAX_N_THREADS) {
            params.cpumask[processor] = true;
            params.strict_cpu = true;
        }
    }
    const borrowed_thread here;
    return create(&params);
}

int branches_of(const task & shared) {
    return shared.single_token ? 0 : LABELS;
}

int branch_tokens_of(const task & shared) {
    int count = 0;
    if (branches_of(shared)) {
        for (const tokens & label : shared.labels) {
            count += (int) label.size();
        }
    }
    return count;
}

} // namespace

void scorer::free_pool::operator()(ggml_threadpool * p) const {
    cpu_function<decltype(&ggml_threadpool_free)>("ggml_threadpool_free")(p);
}

tokens tokenize(const llama_vocab * vocab, std::string_view text, bool parse_special) {
    tokens ids(text.size() + 1);  // byte-level BPE: never more tokens than bytes
    const int n = llama_tokenize(vocab, text.data(), (int32_t) text.size(), ids.data(), (int32_t) ids.size(), false, parse_special);
    if (n < 0) {
        throw failure(error_code::internal, "llama_tokenize wants " + std::to_string(-n) + " tokens for " +
                      std::to_string(text.size()) + " bytes");
    }
    ids.resize(n);
    return ids;
}

// The limits of the builder and MAX_LABEL_TOKENS keep every product here far below 2^31.
context_shape scorer::shape(const options & opts, const task & shared) {
    const int sequences = 1 + branches_of(shared);  // of one row
    const int rows = std::min(opts.max_batch, ((int) llama_max_parallel_sequences() - 1) / sequences);
    const int branch_tokens = branch_tokens_of(shared);
    context_shape shape;
    shape.rows = rows;
    shape.cells = round_up((int) shared.prefix.size() + std::max(opts.max_tokens, CONTEXT_TOKENS) + rows * branch_tokens, 256);
    shape.batch = std::min(UBATCH_TOKENS, shape.cells);
    shape.outputs = std::max(1 + rows * sequences, rows * branch_tokens);  // llama.cpp wants one a sequence
    return shape;
}

scorer::scorer(llama_model * model, const options & opts, const task & shared, int index)
    : vocab(llama_model_get_vocab(model)),
      vocabulary(llama_vocab_n_tokens(vocab)),
      opts(opts),
      shared(shared),
      text_budget(opts.max_tokens - (int) shared.prefix.size() - (int) shared.suffix.size()),
      branches(branches_of(shared)),
      max_rows(shape(opts, shared).rows),
      row_tokens(std::max(opts.max_tokens, CONTEXT_TOKENS)),
      tile(opts.gpu == CPU ? tiles::of(model) : tiles::none()),
      pool(opts.threads > 1 ? new_pool(opts, index) : nullptr),
      context(new_context(model)),
      ctx(context.get()),
      memory(llama_get_memory(ctx)),
      batch(llama_batch_init((int32_t) llama_n_batch(ctx), 0, 1)) {
}

scorer::~scorer() {
    llama_batch_free(batch);
}

llama_context * scorer::new_context(llama_model * model) {
    const context_shape needed = shape(opts, shared);
    llama_context_params params = llama_context_default_params();
    params.n_ctx = (uint32_t) needed.cells;
    params.n_batch = params.n_ctx;
    params.n_ubatch = (uint32_t) needed.batch;
    params.n_seq_max = (uint32_t) (1 + max_rows * (1 + branches));
    params.n_outputs_max = (uint32_t) needed.outputs;
    params.n_threads = 1;  // until use_all_threads()
    params.n_threads_batch = 1;
    params.flash_attn_type = opts.flash_attention;
    params.kv_unified = true;  // rows share the prefix's cells
    params.no_perf = true;
    params.abort_callback = [](void * self) { return ((scorer *) self)->cancelled.load(std::memory_order_relaxed); };
    params.abort_callback_data = this;
    if (!shared.label_rows.empty()) {
        params.cb_eval = [](ggml_tensor * tensor, bool ask, void * self) { return ((scorer *) self)->on_tensor(tensor, ask); };
        params.cb_eval_user_data = this;
    }
    llama_context * created = llama_init_from_model(model, params);
    if (!created) {
        throw failure(error_code::context, "llama.cpp could not create a context of " + std::to_string(params.n_ctx) + " tokens");
    }
    return created;
}

void scorer::add(llama_token id, llama_pos pos, llama_seq_id sequence, bool output) {
    const int32_t i = batch.n_tokens++;
    batch.token[i] = id;
    batch.pos[i] = pos;
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = sequence;
    batch.logits[i] = output;
}

void scorer::require_not_cancelled() const {
    if (cancelled.load(std::memory_order_relaxed)) {
        throw failure(error_code::cancelled, "the call was cancelled");
    }
}

void scorer::decode() {
    require_not_cancelled();
    hidden.clear();
    const borrowed_thread here;
    const int32_t result = llama_decode(ctx, batch);
    if (result == 2) {
        throw failure(error_code::cancelled, "the call was cancelled");
    }
    if (result != 0) {
        throw failure(error_code::decode, "llama_decode gave " + std::to_string(result) + " for " +
                      std::to_string(batch.n_tokens) + " tokens");
    }
    count.decodes++;
    count.evaluated_tokens += batch.n_tokens;
}

void scorer::use_all_threads() {
    llama_set_n_threads(ctx, opts.threads, opts.threads);
    if (pool) {
        llama_attach_threadpool(ctx, pool.get(), pool.get());
    }
}

std::vector<uint8_t> scorer::evaluate_prefix() {
    std::vector<uint8_t> state;
    batch.n_tokens = 0;
    if (shared.prefix.empty()) {
        add(shared.labels[0][0], 0, 0, true);  // any token: the model is to be computed once
        decode();
        llama_memory_clear(memory, false);
        count = counters();
        return state;
    }
    for (size_t i = 0; i < shared.prefix.size(); i++) {
        add(shared.prefix[i], (llama_pos) i, 0, i + 1 == shared.prefix.size());
    }
    decode();
    count.prefix_tokens += batch.n_tokens;
    state.resize(llama_state_seq_get_size(ctx, 0));
    if (llama_state_seq_get_data(ctx, state.data(), state.size(), 0) != state.size()) {
        throw failure(error_code::internal, "llama.cpp did not hand out the state of the prefix");
    }
    return state;
}

void scorer::restore_prefix() {
    const int prefix = (int) shared.prefix.size();
    if (llama_memory_seq_pos_max(memory, 0) == prefix - 1) {  // -1 when empty
        return;
    }
    llama_memory_clear(memory, false);
    if (llama_state_seq_set_data(ctx, shared.prefix_state.data(), shared.prefix_state.size(), 0) == 0) {
        throw failure(error_code::internal, "llama.cpp did not take back the state of the prefix");
    }
}

void scorer::forget(const std::vector<row> & rows) {
    for (llama_seq_id s = 1; s <= (llama_seq_id) rows.size() * (1 + branches); s++) {
        llama_memory_seq_rm(memory, s, -1, -1);
    }
    if (fillers > 0) {
        llama_memory_seq_rm(memory, 0, (llama_pos) shared.prefix.size(), -1);
        fillers = 0;
    }
    restore_prefix();
}

const float * scorer::logits(int32_t index) const {
    const float * row = llama_get_logits_ith(ctx, index);
    if (!row) {
        throw failure(error_code::internal, "llama.cpp has no logits for batch index " + std::to_string(index));
    }
    return row;
}

// Tokenises and truncates: the segments of text 0, then of text 1, ...
std::vector<scorer::segment> scorer::prepare(const std::vector<std::string> & texts, std::vector<text_score> & status) const {
    std::vector<segment> segments;
    segments.reserve(texts.size());
    for (size_t t = 0; t < texts.size(); t++) {
        require_not_cancelled();  // a very long text takes seconds
        tokens ids = tokenize(vocab, texts[t], false);
        const int n = (int) ids.size();
        text_score & s = status[t];
        s.prompt_tokens = (int) shared.prefix.size() + n + (int) shared.suffix.size();
        if (n == 0) {
            s.status = text_status::no_tokens;
            continue;
        }
        if (n > text_budget) {
            switch (opts.truncate) {
                case truncation::end:
                    ids.resize(text_budget);
                    break;
                case truncation::start:
                    ids.erase(ids.begin(), ids.end() - text_budget);
                    break;
                case truncation::middle: {
                    const int head = (text_budget + 1) / 2;
                    ids.erase(ids.begin() + head, ids.end() - (text_budget - head));
                    break;
                }
                case truncation::reject:
                    s.status = text_status::too_long;
                    continue;
                case truncation::chunks:
                    for (int from = 0; from < n; from += text_budget) {
                        const int to = std::min(n, from + text_budget);
                        segments.push_back({(int) t, tokens(ids.begin() + from, ids.begin() + to)});
                        s.segments++;
                    }
                    continue;
            }
            s.truncated = true;
        }
        segments.push_back({(int) t, std::move(ids)});
        s.segments = 1;
    }
    return segments;
}

// Decodes as many segments from `from` on as fit together; returns how many.
size_t scorer::decode_rows(const std::vector<segment> & segments, size_t from, std::vector<row> & rows) {
    const llama_pos prefix = (llama_pos) shared.prefix.size();
    rows.clear();
    batch.n_tokens = 0;
    for (size_t i = from; i < segments.size() && (int) rows.size() < max_rows; i++) {
        const tokens & ids = segments[i].ids;
        const int length = (int) (ids.size() + shared.suffix.size());
        if (batch.n_tokens + length > row_tokens) {
            break;
        }
        const llama_seq_id sequence = 1 + (llama_seq_id) rows.size() * (1 + branches);
        if (prefix > 0) {
            llama_memory_seq_cp(memory, 0, sequence, -1, -1);
        }
        llama_pos pos = prefix;
        for (const llama_token id : ids) {
            add(id, pos++, sequence, false);
        }
        for (const llama_token id : shared.suffix) {
            add(id, pos++, sequence, false);
        }
        batch.logits[batch.n_tokens - 1] = true;
        rows.push_back({(int) i, sequence, batch.n_tokens - 1, pos});
    }
    const int filled = std::min(tile.filled(batch.n_tokens), row_tokens);
    for (fillers = 0; batch.n_tokens < filled; fillers++) {
        add(shared.labels[0][0], prefix + fillers, 0, false);  // no row sees sequence 0 behind the prefix
    }
    decode();
    count.evaluated_tokens -= fillers;
    return rows.size();
}

// Takes the input of the output matrix, which comes last in the graph, and leaves the product over the whole vocabulary out.
bool scorer::on_tensor(ggml_tensor * tensor, bool ask) {
    if (ask) {
        return hidden_only && std::strcmp(tensor->name, "result_norm") == 0;
    }
    const size_t before = hidden.size();
    hidden.resize(before + (size_t) ggml_nelements(tensor));
    ggml_backend_tensor_get(tensor, hidden.data() + before, 0, ggml_nbytes(tensor));
    return false;
}

// The same as score_single, of three rows of the output matrix instead of all.
void scorer::score_hidden(const std::vector<row> & rows, std::vector<segment_score> & out) {
    const size_t width = shared.label_rows.size() / LABELS;
    if (hidden.size() != rows.size() * width) {
        throw failure(error_code::internal, "llama.cpp computed " + std::to_string(hidden.size()) + " hidden values for " +
                      std::to_string(rows.size()) + " texts");
    }
    round_activations((ggml_type) opts.output.type, hidden);  // a row is a whole number of blocks
    for (size_t i = 0; i < rows.size(); i++) {
        const float * h = hidden.data() + i * width;
        for (int k = 0; k < LABELS; k++) {
            out[rows[i].segment].log_p[k] = std::inner_product(h, h + width, shared.label_rows.data() + k * width, 0.0f);
        }
    }
}

// Labels of one token: their logits differ from their log-probabilities by one constant a row.
void scorer::score_single(const std::vector<row> & rows, std::vector<segment_score> & out) {
    for (const row & r : rows) {
        const float * l = logits(r.last);
        for (int k = 0; k < LABELS; k++) {
            out[r.segment].log_p[k] = l[shared.labels[k][0]];
        }
    }
}

// log P(label) = sum_j log P(token j | prompt, tokens before j): the first factor from the logits behind the prompt,
// the others from a second decode of all labels behind all prompts.
void scorer::score_multi(const std::vector<row> & rows, std::vector<segment_score> & out) {
    for (const row & r : rows) {
        const float * l = logits(r.last);
        const float norm = log_sum_exp(l, vocabulary);
        for (int k = 0; k < LABELS; k++) {
            out[r.segment].log_p[k] = l[shared.labels[k][0]] - norm;
        }
    }
    struct step {
        int segment;
        int label;
        llama_token expected;
        int32_t index;
    };
    std::vector<step> steps;
    batch.n_tokens = 0;
    for (const row & r : rows) {
        for (int k = 0; k < LABELS; k++) {
            const tokens & label = shared.labels[k];
            if (label.size() < 2) {
                continue;
            }
            const llama_seq_id branch = r.sequence + 1 + k;
            llama_memory_seq_cp(memory, r.sequence, branch, -1, -1);
            for (size_t j = 0; j + 1 < label.size(); j++) {
                steps.push_back({r.segment, k, label[j + 1], batch.n_tokens});
                add(label[j], r.next + (llama_pos) j, branch, true);
            }
        }
    }
    decode();
    for (const step & s : steps) {
        const float * l = logits(s.index);
        out[s.segment].log_p[s.label] += l[s.expected] - log_sum_exp(l, vocabulary);
    }
}

batch_scores scorer::score(const std::vector<std::string> & texts) {
    struct request {
        std::atomic<bool> & cancelled;
        ~request() { cancelled.store(false, std::memory_order_relaxed); }
    } const ends_with_this_call{cancelled};
    const auto start = std::chrono::steady_clock::now();
    const int64_t before = count.evaluated_tokens;
    batch_scores result;
    result.texts.resize(texts.size());
    const std::vector<segment> segments = prepare(texts, result.texts);
    result.segments.resize(segments.size());

    std::vector<row> rows;
    hidden_only = !shared.label_rows.empty();
    try {
        for (size_t done = 0; done < segments.size();) {
            done += decode_rows(segments, done, rows);
            if (hidden_only) {
                score_hidden(rows, result.segments);
            } else if (shared.single_token) {
                score_single(rows, result.segments);
            } else {
                score_multi(rows, result.segments);
            }
            forget(rows);
        }
    } catch (const ggml_aborted &) {
        throw;  // nothing may touch this context again
    } catch (...) {
        forget(rows);
        throw;
    }

    for (size_t i = 0; i < segments.size(); i++) {
        result.segments[i].text_tokens = (int) segments[i].ids.size();
    }
    result.evaluated_tokens = count.evaluated_tokens - before;
    result.nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count();
    return result;
}

std::vector<std::string> scorer::decode_with_grammar(const std::vector<std::string> & texts, const std::string & gbnf,
                                                     bool only_label_tokens) {
    constexpr int MAX_STEPS = 32;
    hidden_only = false;
    std::vector<text_score> status(texts.size());
    const std::vector<segment> segments = prepare(texts, status);
    std::vector<std::string> answers(texts.size());

    tokens allowed;
    for (llama_token v = 0; v < vocabulary; v++) {
        if (!only_label_tokens || llama_vocab_is_eog(vocab, v)) {
            allowed.push_back(v);
        }
    }
    if (only_label_tokens) {
        for (const tokens & label : shared.labels) {
            allowed.insert(allowed.end(), label.begin(), label.end());
        }
    }

    std::vector<row> rows;
    std::vector<llama_token_data> candidates;
    for (size_t done = 0; done < segments.size();) {
        done += decode_rows(segments, done, rows);
        std::vector<std::vector<float>> first;
        for (const row & r : rows) {
            const float * l = logits(r.last);
            first.emplace_back(l, l + vocabulary);
        }
        for (size_t i = 0; i < rows.size(); i++) {
            std::unique_ptr<llama_sampler, decltype(&llama_sampler_free)> grammar(
                llama_sampler_init_grammar(vocab, gbnf.c_str(), "root"), llama_sampler_free);
            if (!grammar) {
                forget(rows);
                throw failure(error_code::setting, "llama.cpp does not understand the grammar:\n" + gbnf);
            }
            std::string & answer = answers[segments[rows[i].segment].text];
            llama_pos pos = rows[i].next;
            const float * l = first[i].data();
            llama_token chosen = LLAMA_TOKEN_NULL;
            for (int step = 0; step < MAX_STEPS; step++) {
                candidates.clear();
                for (const llama_token v : allowed) {
                    candidates.push_back({v, 0.0f, 0.0f});
                }
                llama_token_data_array array{candidates.data(), candidates.size(), -1, false};
                llama_sampler_apply(grammar.get(), &array);
                candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                    [](const llama_token_data & c) { return !std::isfinite(c.logit); }), candidates.end());
                if (std::all_of(candidates.begin(), candidates.end(),
                        [&](const llama_token_data & c) { return llama_vocab_is_eog(vocab, c.id); })) {
                    break;  // the answer is complete, or there is none
                }
                if (step > 0) {
                    batch.n_tokens = 0;
                    add(chosen, pos++, rows[i].sequence, true);
                    decode();
                    l = logits(0);
                }
                chosen = std::max_element(candidates.begin(), candidates.end(),
                    [&](const llama_token_data & a, const llama_token_data & b) { return l[a.id] < l[b.id]; })->id;
                if (llama_vocab_is_eog(vocab, chosen)) {
                    break;
                }
                llama_sampler_accept(grammar.get(), chosen);
                char piece[256];
                const int length = llama_token_to_piece(vocab, chosen, piece, sizeof(piece), 0, true);
                answer.append(piece, std::max(length, 0));
            }
        }
        forget(rows);
    }
    return answers;
}

} // namespace s4j
