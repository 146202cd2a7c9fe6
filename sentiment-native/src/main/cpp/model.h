// A loaded model, and what a handle in Java points to.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "llama.h"

namespace s4j {

// The base of what a handle points to.
struct breakable {
    // Set when ggml aborted inside a call: its state is unknown, nothing may touch it again, not even to free it.
    std::atomic<bool> broken{false};
};

struct free_model {
    void operator()(llama_model * m) const { llama_model_free(m); }
};

using model_ptr = std::unique_ptr<llama_model, free_model>;

constexpr int CPU = -1;

// Loads a GGUF file, or its vocabulary only. `gpu` is the number of the CUDA device that holds the weights, or CPU.
model_ptr load_model(const std::string & path, bool vocabulary_only, int gpu = CPU);

// Loads the CUDA module from a file, once per process, and returns how many devices it sees.
int load_cuda(const std::string & path);

} // namespace s4j
