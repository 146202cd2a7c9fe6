// The product of one panel and one tile of tokens for the processor level that this file is compiled for: AVX-512 VNNI,
// AVX-VNNI or AVX2. For any other level S4J_Q4_ROWS is undefined and this folder has no kernel.
//
// Every variant computes the exact sum of a block and adds the blocks in order. An element of the product therefore
// depends neither on the tile that holds its token nor on the thread that computes it.
#pragma once

#include "layout.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VNNI__)
#define S4J_Q4_ROWS 16
#define S4J_Q4_MOST_TOKENS 16
#elif defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#define S4J_Q4_ROWS 8
#define S4J_Q4_MOST_TOKENS 6
#endif

#ifdef S4J_Q4_ROWS

#include <immintrin.h>

namespace s4j::q4 {

constexpr int ROWS = S4J_Q4_ROWS;                // R
constexpr int MOST_TOKENS = S4J_Q4_MOST_TOKENS;  // of a tile, so that the sums of a block stay in registers

// The instructions of each processor level under common names. A register `ints` holds R int32 or (R, 4) bytes, and
// `floats` R floats. begin_dot, add_products and finish_dot compute start + sum_k nibble[k] * byte[k] for R rows.
#if S4J_Q4_ROWS == 16

using ints = __m512i;
using floats = __m512;
constexpr int BLOCKS_AHEAD = 4;

inline floats zeros() { return _mm512_setzero_ps(); }
inline floats widen(const uint16_t * halfs) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) halfs)); }
inline floats multiply_add(floats a, float b, ints c, floats sum) {
    return _mm512_fmadd_ps(_mm512_mul_ps(a, _mm512_set1_ps(b)), _mm512_cvtepi32_ps(c), sum);
}
inline void store(float * to, floats values) { _mm512_storeu_ps(to, values); }
inline ints load(const uint8_t * bytes) { return _mm512_loadu_si512(bytes); }
inline ints broadcast(int value) { return _mm512_set1_epi32(value); }
inline ints low_nibbles(ints both) { return _mm512_and_si512(both, _mm512_set1_epi8(15)); }
inline ints high_nibbles(ints both) { return low_nibbles(_mm512_srli_epi16(both, 4)); }
inline ints begin_dot(int32_t start) { return broadcast(start); }
inline ints add_products(ints dot, ints nibbles, ints bytes) { return _mm512_dpbusd_epi32(dot, nibbles, bytes); }
inline ints finish_dot(ints dot, int32_t) { return dot; }

#else

using ints = __m256i;
using floats = __m256;
constexpr int BLOCKS_AHEAD = 8;

inline floats zeros() { return _mm256_setzero_ps(); }
inline floats widen(const uint16_t * halfs) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *) halfs)); }
inline floats multiply_add(floats a, float b, ints c, floats sum) {
    return _mm256_fmadd_ps(_mm256_mul_ps(a, _mm256_set1_ps(b)), _mm256_cvtepi32_ps(c), sum);
}
inline void store(float * to, floats values) { _mm256_storeu_ps(to, values); }
inline ints load(const uint8_t * bytes) { return _mm256_loadu_si256((const __m256i *) bytes); }
inline ints broadcast(int value) { return _mm256_set1_epi32(value); }
inline ints low_nibbles(ints both) { return _mm256_and_si256(both, _mm256_set1_epi8(15)); }
inline ints high_nibbles(ints both) { return low_nibbles(_mm256_srli_epi16(both, 4)); }
#ifdef __AVXVNNI__
inline ints begin_dot(int32_t start) { return broadcast(start); }
inline ints add_products(ints dot, ints nibbles, ints bytes) { return _mm256_dpbusd_avx_epi32(dot, nibbles, bytes); }
inline ints finish_dot(ints dot, int32_t) { return dot; }
#else
// Pairs of products are added up in 16 bits: eight of them are at most 8 * 2 * 15 * 128 = 30,720.
inline ints begin_dot(int32_t) { return _mm256_setzero_si256(); }
inline ints add_products(ints dot, ints nibbles, ints bytes) {
    return _mm256_add_epi16(dot, _mm256_maddubs_epi16(nibbles, bytes));
}
inline ints finish_dot(ints dot, int32_t start) {
    return _mm256_add_epi32(_mm256_madd_epi16(dot, _mm256_set1_epi16(1)), broadcast(start));
}
#endif

#endif

// Fetches the nibbles of a block into the first-level cache some time before the product needs them.
inline void prefetch(const panel<ROWS> & w, size_t block) {
    for (size_t byte = 0; byte < ROWS * BLOCK / 2; byte += 64) {
        _mm_prefetch((const char *) w.four(block, 0) + byte, _MM_HINT_T0);
    }
}

// Four activations as one int32.
inline int four(const int8_t * bytes) {
    int value;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

// y (T, N): writes rows 0 to R - 1 of n tokens; the rows of two tokens lie `stride` floats apart.
template <int n>
void multiply_tile(const panel<ROWS> & w, size_t blocks, char * tile, float * y, size_t stride) {
    floats sum[n];
    for (int t = 0; t < n; t++) {
        sum[t] = zeros();
    }
    for (size_t b = 0; b < blocks; b++) {
        const activations x(tile, b, n);
        prefetch(w, b + BLOCKS_AHEAD);
        ints dot[n];
        for (int t = 0; t < n; t++) {
            dot[t] = begin_dot(x.start[t]);
        }
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) {
            const ints both = load(w.four(b, j));
            const ints low = low_nibbles(both);
            const ints high = high_nibbles(both);
#pragma GCC unroll 16
            for (int t = 0; t < n; t++) {
                dot[t] = add_products(dot[t], low, broadcast(four(x.bytes + t * BLOCK + 4 * j)));
            }
#pragma GCC unroll 16
            for (int t = 0; t < n; t++) {
                dot[t] = add_products(dot[t], high, broadcast(four(x.bytes + t * BLOCK + 16 + 4 * j)));
            }
        }
        const floats scale = widen(w.scale(b));
#pragma GCC unroll 16
        for (int t = 0; t < n; t++) {
            sum[t] = multiply_add(scale, x.scale[t], finish_dot(dot[t], x.start[t]), sum[t]);
        }
    }
    for (int t = 0; t < n; t++) {
        store(y + t * stride, sum[t]);
    }
}

// Rounds a block of 32 activations to bytes as ggml rounds to Q8_0: scale = max |x| / 127, rounded to a float16.
inline void round_block(const float * x, int8_t * bytes, float & scale, int32_t & start) {
    const __m256 sign = _mm256_set1_ps(-0.0f);
    __m256 v[4];
    __m256 largest = _mm256_setzero_ps();
    for (int i = 0; i < 4; i++) {
        v[i] = _mm256_loadu_ps(x + 8 * i);
        largest = _mm256_max_ps(largest, _mm256_andnot_ps(sign, v[i]));
    }
    __m128 max = _mm_max_ps(_mm256_castps256_ps128(largest), _mm256_extractf128_ps(largest, 1));
    max = _mm_max_ps(max, _mm_movehl_ps(max, max));
    max = _mm_max_ss(max, _mm_movehdup_ps(max));
    const float top = _mm_cvtss_f32(max);

    scale = _cvtsh_ss(_cvtss_sh(top / 127, 0));
    const __m256 inverse = _mm256_set1_ps(top == 0 ? 0 : 127 / top);
    __m256i whole[4];
    for (int i = 0; i < 4; i++) {
        whole[i] = _mm256_cvtps_epi32(_mm256_mul_ps(v[i], inverse));
    }
    const __m256i total = _mm256_add_epi32(_mm256_add_epi32(whole[0], whole[1]), _mm256_add_epi32(whole[2], whole[3]));
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
    start = -8 * _mm_cvtsi128_si32(sum);

    // The packing instructions work on each half of a register; the permutation restores the order of the groups of
    // four.
    const __m256i packed =
        _mm256_packs_epi16(_mm256_packs_epi32(whole[0], whole[1]), _mm256_packs_epi32(whole[2], whole[3]));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256((__m256i *) bytes, _mm256_permutevar8x32_epi32(packed, order));
}

}  // namespace s4j::q4

#endif
