// ggml's rounding of activations, repeated so that scores computed without llama.cpp's output product equal its logits.
#pragma once

#include <vector>

#include "ggml.h"

namespace s4j {

// Rounds x, a whole number of blocks, as ggml's CPU kernels round a vector that they multiply with weights of a type:
// to the vec_dot_type of type_traits_cpu in ggml/src/ggml-cpu/ggml-cpu.c, line 215 in llama.cpp v0.5.0.
void round_activations(ggml_type weights, std::vector<float> & x);

}  // namespace s4j
