// The kernels of this folder as a buffer type of ggml's CPU backend: matrices of Q4_0 are rearranged when they are loaded
// into it, and multiplied with them. Everything else stays ggml's.
#pragma once

#include <vector>

#include "ggml-backend.h"

namespace s4j::q4 {

// Appends the buffer type to ggml's list, where this processor level has kernels. The first type of the list that can
// multiply with a matrix takes it.
void add_to(std::vector<ggml_backend_buffer_type_t> & types);

} // namespace s4j::q4
