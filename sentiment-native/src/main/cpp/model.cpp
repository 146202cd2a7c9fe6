#include "model.h"

#include <mutex>

#include "failure.h"

namespace s4j {

namespace {

ggml_backend_dev_t cuda_device(int number) {
    ggml_backend_reg_t cuda = ggml_backend_reg_by_name("CUDA");
    if (!cuda || number >= (int) ggml_backend_reg_dev_count(cuda)) {
        throw failure(error_code::backend, "there is no CUDA device " + std::to_string(number));
    }
    return ggml_backend_reg_dev_get(cuda, (size_t) number);
}

}  // namespace

int load_cuda(const std::string & path) {
    static std::mutex once;
    std::lock_guard<std::mutex> lock(once);
    ggml_backend_reg_t cuda = ggml_backend_reg_by_name("CUDA");
    if (!cuda) {
        cuda = ggml_backend_load(path.c_str());
    }
    if (!cuda) {
        throw failure(error_code::backend, path + " could not be loaded");
    }
    return (int) ggml_backend_reg_dev_count(cuda);
}

model_ptr load_model(const std::string & path, bool vocabulary_only, int gpu) {
    ggml_backend_dev_t devices[] = {gpu == CPU ? nullptr : cuda_device(gpu), nullptr};  // none: CPU
    llama_model_params params = llama_model_default_params();
    params.devices = devices;
    params.n_gpu_layers = gpu == CPU ? 0 : -1;  // all
    params.vocab_only = vocabulary_only;
    // Reads the file into memory of this process. If somebody shortened or overwrote a mapped file, that would end the
    // process or change scores.
    params.load_mode = LLAMA_LOAD_MODE_NONE;
    model_ptr model(llama_model_load_from_file(path.c_str(), params));
    if (!model) {
        throw failure(error_code::model_load, "llama.cpp could not load " + path);
    }
    return model;
}

}  // namespace s4j
