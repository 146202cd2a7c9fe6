// The arithmetic of the kernels in plain loops and in the same order. The results of both have the same bits.
#pragma once

#include <cmath>

#include "layout.h"

namespace s4j::q4::reference {

inline float from_half(uint16_t h) {
    const int exponent = h >> 10 & 31, fraction = h & 1023;
    const float magnitude = exponent == 31  ? (fraction ? NAN : INFINITY)
                            : exponent == 0 ? std::ldexp((float) fraction, -24)
                                            : std::ldexp((float) (1024 + fraction), exponent - 25);
    return h & 0x8000 ? -magnitude : magnitude;
}

// Returns the float16 nearest to x >= 0; of two that are equally near, the one with the even fraction.
inline float to_half(float x) {
    if (x >= 65520) {
        return INFINITY;
    }
    const int exponent = std::max(x == 0 ? -14 : std::ilogb(x), -14);
    const float unit = std::ldexp(1.0f, exponent - 10);
    return std::nearbyint(x / unit) * unit;
}

struct rounded_block {
    int8_t bytes[BLOCK];
    float scale;
};

inline rounded_block round(const float * x) {
    rounded_block r;
    float top = 0;
    for (int k = 0; k < BLOCK; k++) {
        top = std::max(top, std::fabs(x[k]));
    }
    r.scale = to_half(top / 127);
    const float inverse = top == 0 ? 0 : 127 / top;
    for (int k = 0; k < BLOCK; k++) {
        r.bytes[k] = (int8_t) std::nearbyint(x[k] * inverse);
    }
    return r;
}

// Returns an element of the product: w (B blocks), x (B * 32).
inline float dot(const block * w, const float * x, size_t blocks) {
    float sum = 0;
    for (size_t b = 0; b < blocks; b++) {
        const rounded_block r = round(x + b * BLOCK);
        int exact = 0;
        for (int i = 0; i < BLOCK / 2; i++) {
            exact += ((w[b].quants[i] & 15) - 8) * r.bytes[i] + ((w[b].quants[i] >> 4) - 8) * r.bytes[i + 16];
        }
        sum = std::fma(from_half(w[b].scale) * r.scale, (float) exact, sum);
    }
    return sum;
}

}  // namespace s4j::q4::reference
