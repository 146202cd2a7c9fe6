// A buffer type of ggml's CPU backend for Q4_0 matrices. It rearranges a matrix on loading; graph.h multiplies it. ggml
// computes everything else.
#pragma once

#include <vector>

#include "ggml-backend.h"

namespace s4j::q4 {

// Appends the buffer type to ggml's list if this processor level has kernels. ggml puts a matrix into the first type of
// the list that supports its product.
void add_to(std::vector<ggml_backend_buffer_type_t> & types);

// Returns true if `op` is a product with a matrix in this buffer type.
bool is_ours(const ggml_tensor * op);

}  // namespace s4j::q4
