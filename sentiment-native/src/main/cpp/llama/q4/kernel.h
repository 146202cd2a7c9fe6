// The product of one panel with one tile of tokens, for the processor that this file is compiled for: AVX-512 VNNI,
// AVX-VNNI or AVX2. Elsewhere S4J_Q4_ROWS is not defined and there is no kernel.
//
// The sum of a block is exact in every variant, and blocks are added in order, so an element of the product depends neither
// on the tile that its token is in nor on the thread that computes it.
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

inline int four(const int8_t * bytes) {
    int value;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

// Asks for the nibbles of a block some time before they are needed.
inline void prefetch(const panel<ROWS> & w, size_t block) {
    for (size_t byte = 0; byte < ROWS * BLOCK / 2; byte += 64) {
        _mm_prefetch((const char *) w.four(block, 0) + byte, _MM_HINT_T0);
    }
}

#if S4J_Q4_ROWS == 16

// y (T, N): writes rows 0 to R - 1 of n tokens, each `stride` floats behind the one before.
template <int n>
void multiply_tile(const panel<ROWS> & w, size_t blocks, char * tile, float * y, size_t stride) {
    const __m512i low = _mm512_set1_epi8(15);
    __m512 sum[n];
    for (int t = 0; t < n; t++) {
        sum[t] = _mm512_setzero_ps();
    }
    for (size_t b = 0; b < blocks; b++) {
        const activations x(tile, b, n);
        prefetch(w, b + 4);
        __m512i dot[n];
        for (int t = 0; t < n; t++) {
            dot[t] = _mm512_set1_epi32(x.start[t]);
        }
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) {
            const __m512i both = _mm512_loadu_si512(w.four(b, j));
            const __m512i lower = _mm512_and_si512(both, low);
            const __m512i upper = _mm512_and_si512(_mm512_srli_epi16(both, 4), low);
#pragma GCC unroll 16
            for (int t = 0; t < n; t++) {
                dot[t] = _mm512_dpbusd_epi32(dot[t], lower, _mm512_set1_epi32(four(x.bytes + t * BLOCK + 4 * j)));
            }
#pragma GCC unroll 16
            for (int t = 0; t < n; t++) {
                dot[t] = _mm512_dpbusd_epi32(dot[t], upper, _mm512_set1_epi32(four(x.bytes + t * BLOCK + 16 + 4 * j)));
            }
        }
        const __m512 scale = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) w.scale(b)));
#pragma GCC unroll 16
        for (int t = 0; t < n; t++) {
            sum[t] = _mm512_fmadd_ps(_mm512_mul_ps(scale, _mm512_set1_ps(x.scale[t])), _mm512_cvtepi32_ps(dot[t]), sum[t]);
        }
    }
    for (int t = 0; t < n; t++) {
        _mm512_storeu_ps(y + t * stride, sum[t]);
    }
}

#else

#ifdef __AVXVNNI__

// dot (8 rows): adds the products of four nibbles of each row with the same four bytes.
inline __m256i add_products(__m256i dot, __m256i nibbles, __m256i bytes) {
    return _mm256_dpbusd_avx_epi32(dot, nibbles, bytes);
}

inline __m256i begin_dot(int32_t start) {
    return _mm256_set1_epi32(start);
}

inline __m256i finish_dot(__m256i dot, int32_t) {
    return dot;
}

#else

// Pairs of products are added up in 16 bits: eight of them are at most 8 * 2 * 15 * 128 = 30,720.
inline __m256i add_products(__m256i dot, __m256i nibbles, __m256i bytes) {
    return _mm256_add_epi16(dot, _mm256_maddubs_epi16(nibbles, bytes));
}

inline __m256i begin_dot(int32_t) {
    return _mm256_setzero_si256();
}

inline __m256i finish_dot(__m256i dot, int32_t start) {
    return _mm256_add_epi32(_mm256_madd_epi16(dot, _mm256_set1_epi16(1)), _mm256_set1_epi32(start));
}

#endif

// y (T, N): writes rows 0 to R - 1 of n tokens, each `stride` floats behind the one before.
template <int n>
void multiply_tile(const panel<ROWS> & w, size_t blocks, char * tile, float * y, size_t stride) {
    const __m256i low = _mm256_set1_epi8(15);
    __m256 sum[n];
    for (int t = 0; t < n; t++) {
        sum[t] = _mm256_setzero_ps();
    }
    for (size_t b = 0; b < blocks; b++) {
        const activations x(tile, b, n);
        prefetch(w, b + 8);
        __m256i dot[n];
        for (int t = 0; t < n; t++) {
            dot[t] = begin_dot(x.start[t]);
        }
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) {
            const __m256i both = _mm256_loadu_si256((const __m256i *) (w.four(b, j)));
            const __m256i lower = _mm256_and_si256(both, low);
            const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(both, 4), low);
#pragma GCC unroll 6
            for (int t = 0; t < n; t++) {
                dot[t] = add_products(dot[t], lower, _mm256_set1_epi32(four(x.bytes + t * BLOCK + 4 * j)));
            }
#pragma GCC unroll 6
            for (int t = 0; t < n; t++) {
                dot[t] = add_products(dot[t], upper, _mm256_set1_epi32(four(x.bytes + t * BLOCK + 16 + 4 * j)));
            }
        }
        const __m256 scale = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *) w.scale(b)));
#pragma GCC unroll 6
        for (int t = 0; t < n; t++) {
            const __m256i exact = finish_dot(dot[t], x.start[t]);
            sum[t] = _mm256_fmadd_ps(_mm256_mul_ps(scale, _mm256_set1_ps(x.scale[t])), _mm256_cvtepi32_ps(exact), sum[t]);
        }
    }
    for (int t = 0; t < n; t++) {
        _mm256_storeu_ps(y + t * stride, sum[t]);
    }
}

#endif

// A block of 32 activations to bytes, as ggml rounds to Q8_0: scale = max |x| / 127, kept as a float16 can hold it.
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

    // Packing works on halves of registers; the last step puts the groups of four back in order.
    const __m256i packed = _mm256_packs_epi16(_mm256_packs_epi32(whole[0], whole[1]), _mm256_packs_epi32(whole[2], whole[3]));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256((__m256i *) bytes, _mm256_permutevar8x32_epi32(packed, order));
}

} // namespace s4j::q4

#endif
