// How many tokens llama.cpp multiplies with a matrix at once.
//
// It rearranges matrices of IQ4_NL for a CPU with AVX2, and multiplies them with 16 tokens at a time, then with 4,
// and with each of the rest alone. (Those of Q4_0 have kernels of ours, llama/q4, that take any number of tokens.) One alone takes a third (AVX2) to two thirds (AVX-512) of the time of four, and sixteen
// as long as 3.3 or 2.9 times four, so a batch can be faster with a few tokens more; docs/performance.md has the times.
#pragma once

#include "llama.h"

namespace s4j {

class tiles {
public:
    // Of a model whose weights lie on the CPU.
    static tiles of(const llama_model * model);

    // Where nothing is gained by filling up.
    static tiles none() { return {16, 4}; }

    // The size, not below `tokens`, up to which a batch is best filled.
    int filled(int tokens) const {
        const int over = tokens % 16;
        if (over >= sixteen_from) {
            return tokens + 16 - over;
        }
        return over % 4 >= four_from ? tokens + 4 - over % 4 : tokens;
    }

private:
    tiles(int sixteen_from, int four_from) : sixteen_from(sixteen_from), four_from(four_from) {}

    int sixteen_from;  // so many of 16 tokens are filled up to 16
    int four_from;     // so many of 4 tokens are filled up to 4
};

} // namespace s4j
