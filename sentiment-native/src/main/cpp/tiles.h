// When a batch is faster with a few tokens more.
//
// llama.cpp rearranges matrices of IQ4_NL for a CPU with AVX2. It multiplies them by 16 tokens at a time, then by 4,
// then by each of the rest alone. One token alone takes a third (AVX2) to two thirds (AVX-512) of the time of four, and
// sixteen take 3.3 or 2.9 times as long as four; docs/performance/inference.md has the times. Our own kernels for Q4_0
// (llama/q4) take any number.
#pragma once

#include <string>
#include <vector>

#include "llama.h"

namespace s4j {

struct tile_filling {
    int sixteen_from;  // a rest of this many tokens or more is filled up to a tile of 16
    int four_from;     // a rest of this many of four tokens or more is filled up to a tile of 4

    // Returns the size, at least `tokens`, up to which a batch is best filled.
    int filled(int tokens) const;
};

constexpr tile_filling NO_FILLING{16, 4};
constexpr tile_filling FILLING_AVX2{14, 4};
constexpr tile_filling FILLING_AVX512{13, 2};
constexpr tile_filling FILLING_AVX512_VNNI{10, 2};

// For weights on a CPU whose module has these features.
tile_filling filling_of(llama_ftype weights, const std::vector<std::string> & features);

// For a model on the CPU of this machine.
tile_filling filling_of(const llama_model * model);

}  // namespace s4j
