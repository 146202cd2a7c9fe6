#include "tools.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "failure.h"

namespace s4j {

namespace {

// Rows of float32 that the quantiser holds at once.
constexpr size_t QUANTIZER_BYTES = 256u << 20;

constexpr int UBATCH_TOKENS = 512;

ggml_log_callback next_log = nullptr;
void * next_log_data = nullptr;
thread_local const tensor_listener * quantizing = nullptr;  // while this thread is in quantize()

// Before each tensor llama_model_quantize_impl logs "[  12/ 291] blk.0.attn_q.weight - [...".
void on_log(ggml_log_level level, const char * text, void *) {
    if (quantizing && std::strstr(text, "mmap is not supported")) {
        level = GGML_LOG_LEVEL_DEBUG;  // it is we who say so, at the end of this file
    }
    next_log(level, text, next_log_data);
    char name[GGML_MAX_NAME];
    if (quantizing && std::sscanf(text, "[%*d/%*d] %63s", name) == 1) {
        (*quantizing)(name);
    }
}

struct while_quantizing {
    explicit while_quantizing(const tensor_listener & listener) { quantizing = &listener; }
    ~while_quantizing() { quantizing = nullptr; }
};

// What build_ffn of llama.cpp calls the product of gate and up, the input of the down projection.
constexpr char HIDDEN[] = "ffn_swiglu-";

int block_of(const ggml_tensor * tensor) {
    return std::strncmp(tensor->name, HIDDEN, sizeof(HIDDEN) - 1) == 0 ? std::atoi(tensor->name + sizeof(HIDDEN) - 1) : -1;
}

} // namespace

void listen_to_log(ggml_log_callback next, void * next_data) {
    next_log = next;
    next_log_data = next_data;
    llama_log_set(on_log, nullptr);
}

void quantize(const std::string & source, const std::string & target, llama_ftype type, bool pure, int threads,
              const tensor_listener & listener) {
    llama_model_quantize_params params = llama_model_quantize_default_params();
    params.ftype = type;
    params.pure = pure;
    params.nthread = threads;
    params.max_buf_size = QUANTIZER_BYTES;
    const while_quantizing scope(listener);
    if (llama_model_quantize(source.c_str(), target.c_str(), &params) != 0) {
        throw failure(error_code::internal, "llama.cpp could not quantise " + source + " to " + target);
    }
}

tokens vocabulary::tokenize(std::string_view text, bool parse_special) const {
    return s4j::tokenize(llama_model_get_vocab(model.get()), text, parse_special);
}

llama_token vocabulary::begin_of_text() const {
    const llama_vocab * vocab = llama_model_get_vocab(model.get());
    return llama_vocab_get_add_bos(vocab) ? llama_vocab_bos(vocab) : LLAMA_TOKEN_NULL;
}

probe::probe(const std::string & path, int threads, int max_tokens)
    : model(load_model(path, false)), max_tokens(max_tokens), n_layers(llama_model_n_layer(model.get())) {
    llama_context_params params = llama_context_default_params();
    params.n_ctx = params.n_batch = (uint32_t) max_tokens;
    params.n_ubatch = (uint32_t) std::min(max_tokens, UBATCH_TOKENS);
    params.n_seq_max = 1;
    params.n_outputs_max = 1;
    params.n_threads = params.n_threads_batch = 1;
    params.no_perf = true;
    params.cb_eval = [](ggml_tensor * tensor, bool ask, void * self) { return ((probe *) self)->on_tensor(tensor, ask); };
    params.cb_eval_user_data = this;
    context.reset(llama_init_from_model(model.get(), params));
    if (!context) {
        throw failure(error_code::context, "llama.cpp could not create a context of " + std::to_string(max_tokens) + " tokens");
    }
    // An abort on this thread is an exception, on a thread of ggml's it ends the process: the first time is on this one.
    run({0});
    if (n_units == 0) {
        throw failure(error_code::internal, std::string("llama.cpp computes no tensor ") + HIDDEN + "N for this model");
    }
    llama_set_n_threads(context.get(), threads, threads);
}

int probe::vocabulary_size() const {
    return llama_vocab_n_tokens(llama_model_get_vocab(model.get()));
}

void probe::add_activity(const tokens & ids, double * sums) {
    activity = sums;
    try {
        run(ids);
    } catch (...) {
        activity = nullptr;
        throw;
    }
    activity = nullptr;
}

std::vector<float> probe::logits(const tokens & ids) {
    run(ids);
    const float * row = llama_get_logits_ith(context.get(), -1);
    return std::vector<float>(row, row + vocabulary_size());
}

void probe::run(const tokens & ids) {
    if (ids.empty() || ids.size() > (size_t) max_tokens) {
        throw failure(error_code::setting, "expected 1 to " + std::to_string(max_tokens) + " tokens, found " + std::to_string(ids.size()));
    }
    llama_memory_clear(llama_get_memory(context.get()), false);
    const int status = llama_decode(context.get(), llama_batch_get_one(const_cast<llama_token *>(ids.data()), (int32_t) ids.size()));
    if (status != 0) {
        throw failure(error_code::decode, "llama_decode failed with " + std::to_string(status));
    }
}

bool probe::on_tensor(ggml_tensor * tensor, bool ask) {
    const int layer = block_of(tensor);
    if (ask) {
        return layer >= 0;
    }
    on_hidden(tensor, layer);
    return true;
}

void probe::on_hidden(ggml_tensor * hidden, int layer) {
    n_units = (int) hidden->ne[0];
    if (!activity && kept.empty()) {
        return;
    }
    values.resize((size_t) ggml_nelements(hidden));
    ggml_backend_tensor_get(hidden, values.data(), 0, values.size() * sizeof(float));
    const size_t first = (size_t) layer * n_units;
    for (size_t i = 0; i < values.size(); i++) {
        const size_t unit = first + i % n_units;
        if (!kept.empty() && !kept[unit]) {
            values[i] = 0;
        }
        if (activity) {
            activity[unit] += std::fabs(values[i]);
        }
    }
    if (!kept.empty()) {
        ggml_backend_tensor_set(hidden, values.data(), 0, values.size() * sizeof(float));
    }
}

} // namespace s4j

#ifdef S4J_WRAP_MMAP
// Stands in for llama_mmap::SUPPORTED (see CMakeLists.txt), so that llama.cpp reads files instead of mapping them: the
// process would end with SIGBUS when somebody shortens a file that it has mapped.
extern "C" const bool __wrap__ZN10llama_mmap9SUPPORTEDE;
const bool __wrap__ZN10llama_mmap9SUPPORTEDE = false;
#endif
