#include "model.h"

#include "failure.h"

namespace s4j {

model_ptr load_model(const std::string & path, bool vocabulary_only) {
    llama_model_params params = llama_model_default_params();
    params.n_gpu_layers = 0;
    params.vocab_only = vocabulary_only;
    model_ptr model(llama_model_load_from_file(path.c_str(), params));
    if (!model) {
        throw failure(error_code::model_load, "llama.cpp could not load " + path);
    }
    return model;
}

} // namespace s4j
