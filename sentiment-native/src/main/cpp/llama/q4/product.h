// Y = X W^T with the kernel of kernel.h. Threads can share both steps: rounding by blocks, multiplying by panels.
#pragma once

#include <algorithm>
#include <utility>

#include "kernel.h"

#ifdef S4J_Q4_ROWS

namespace s4j::q4 {

// Rounds blocks [from, to) of all tokens. row(t) returns the (K) floats of token t; `out` holds activation_bytes(T, B).
template <typename Row>
void round_activations(Row row, int tokens, size_t blocks, size_t from, size_t to, char * out) {
    const tiles all(tokens, MOST_TOKENS);
    for (int i = 0; i < all.count; i++) {
        char * const tile = out + activation_bytes(all.begin(i), blocks);
        for (int t = 0; t < all.size(i); t++) {
            const float * const x = row(all.begin(i) + t);
            for (size_t b = from; b < to; b++) {
                const activations to_block(tile, b, all.size(i));
                round_block(x + b * BLOCK, to_block.bytes + t * BLOCK, to_block.scale[t], to_block.start[t]);
            }
        }
    }
}

using tile_function = void (*)(const panel<ROWS> &, size_t, char *, float *, size_t);

template <int... n>
constexpr tile_function tile_of(int tokens, std::integer_sequence<int, n...>) {
    constexpr tile_function functions[] = {multiply_tile<n + 1>...};
    return functions[tokens - 1];
}

// Multiplies panels [from, to) of W, which lie one behind the other. Writes columns from * R to to * R - 1
// of y (T, stride).
inline void multiply(char * w, size_t blocks, char * x, int tokens, int64_t from, int64_t to, float * y,
                     size_t stride) {
    // The activations of all tokens that are multiplied together stay in the second-level cache.
    constexpr size_t CACHED_BYTES = 160 * 1024;
    const tiles all(tokens, MOST_TOKENS);
    const int together = std::max<int>(1, (int) (CACHED_BYTES / activation_bytes(MOST_TOKENS, blocks)));
    for (int first = 0; first < all.count; first += together) {
        const int end = std::min(first + together, all.count);
        for (int64_t p = from; p < to; p++) {
            const panel<ROWS> rows(w + p * panel<ROWS>::bytes(blocks), blocks);
            for (int i = first; i < end; i++) {
                const tile_function multiply_tile =
                    tile_of(all.size(i), std::make_integer_sequence<int, MOST_TOKENS>());
                multiply_tile(rows, blocks, x + activation_bytes(all.begin(i), blocks),
                              y + all.begin(i) * stride + p * ROWS, stride);
            }
        }
    }
}

}  // namespace s4j::q4

#endif
