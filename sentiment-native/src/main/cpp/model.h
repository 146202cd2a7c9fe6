// A loaded model, and the base class of all objects that handles in Java point to.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "llama.h"

namespace s4j {

struct breakable {
    // Set when ggml has aborted in a call. The state of ggml is unknown then: nothing may use the object again, not
    // even to free it.
    std::atomic<bool> broken{false};
};

struct free_model {
    void operator()(llama_model * model) const { llama_model_free(model); }
};

using model_ptr = std::unique_ptr<llama_model, free_model>;

constexpr int CPU = -1;

// Loads a GGUF file, or only its vocabulary. `gpu`: number of the CUDA device that holds the weights, or CPU.
model_ptr load_model(const std::string & path, bool vocabulary_only, int gpu = CPU);

// Loads the CUDA module from a file, once per process, and returns the number of devices that it sees.
int load_cuda(const std::string & path);

}  // namespace s4j
