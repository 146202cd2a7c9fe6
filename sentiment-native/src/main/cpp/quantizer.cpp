#include "quantizer.h"

#include <cstdio>
#include <cstring>

#include "failure.h"

namespace s4j {

namespace {

constexpr size_t BUFFER_BYTES = 256U << 20U;  // rows of float32 that the quantiser holds at once

ggml_log_callback next_log = nullptr;
void * next_log_data = nullptr;
thread_local const tensor_listener * quantizing = nullptr;  // while this thread is in quantize()

// Before each tensor llama_model_quantize_impl logs "[  12/ 291] blk.0.attn_q.weight - [...".
void on_log(ggml_log_level level, const char * text, void *) {
    if (quantizing && std::strstr(text, "mmap is not supported")) {
        level = GGML_LOG_LEVEL_DEBUG;  // the wrapper at the end of this file causes this warning
    }
    next_log(level, text, next_log_data);
    char name[GGML_MAX_NAME];
    if (quantizing && std::sscanf(text, "[%*d/%*d] %63s", name) == 1) {
        (*quantizing)(name);
    }
}

}  // namespace

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
    params.max_buf_size = BUFFER_BYTES;
    struct while_quantizing {
        explicit while_quantizing(const tensor_listener & listener) { quantizing = &listener; }
        ~while_quantizing() { quantizing = nullptr; }
    } const scope(listener);
    if (llama_model_quantize(source.c_str(), target.c_str(), &params) != 0) {
        throw failure(error_code::internal, "llama.cpp could not quantise " + source + " to " + target);
    }
}

}  // namespace s4j

#ifdef S4J_WRAP_MMAP
// Stands in for llama_mmap::SUPPORTED (see CMakeLists.txt), so that llama.cpp reads files instead of mapping them: if
// somebody shortened a mapped file, the process would end with SIGBUS.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" const bool __wrap__ZN10llama_mmap9SUPPORTEDE;
const bool __wrap__ZN10llama_mmap9SUPPORTEDE = false;
// NOLINTEND(bugprone-reserved-identifier)
#endif
