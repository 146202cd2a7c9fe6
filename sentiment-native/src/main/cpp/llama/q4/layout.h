// The memory layout of both factors of a product Y = X W^T.
//
//   N, K    rows and columns of the weights W (N, K)
//   T       tokens, the rows of the activations X (T, K)
//   B       blocks of a row of W or X: K / 32
//   R       rows of W in a panel
//
// A Q4_0 weight is scale * (nibble - 8) and an activation is scale * byte, with one scale per block of 32. A block
// therefore contributes to an element of the product
//
//   scale_w * scale_x * (sum_k nibble[k] * byte[k]  -  8 * sum_k byte[k])
//
// The nibbles stay unsigned because the processor instructions multiply unsigned bytes by signed ones. The second sum
// depends on the token only: it is computed once and the first sum starts from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace s4j::q4 {

constexpr int BLOCK = 32;

// A block of Q4_0 as ggml stores it: the low half of byte i is element i, the high half element i + 16.
struct block {
    uint16_t scale;  // float16
    uint8_t quants[BLOCK / 2];
};
static_assert(sizeof(block) == 18);

// R rows side by side in the space of R rows of Q4_0: first the nibbles of all blocks, then the scales of all blocks.
//
//   quants (B, 4, R, 4)   byte [b][j][r][e]: element 4 j + e of row r and block b, and in its high half 16 + 4 j + e
//   scales (B, R)         float16
//
// A register of R * 4 bytes thus holds four elements of every row, which are multiplied by the same four activations.
template <int R>
struct panel {
    uint8_t * quants;
    uint16_t * scales;

    panel(void * memory, size_t blocks)
        : quants((uint8_t *) memory), scales((uint16_t *) (quants + blocks * R * BLOCK / 2)) {}

    static constexpr size_t bytes(size_t blocks) { return blocks * R * sizeof(block); }
    uint8_t * four(size_t block, int j) const { return quants + (block * 4 + j) * R * 4; }
    uint16_t * scale(size_t block) const { return scales + block * R; }
};

// Rearranges R rows of B blocks, (R, B).
template <int R>
void pack(const block * rows, size_t blocks, panel<R> to) {
    for (int r = 0; r < R; r++) {
        for (size_t b = 0; b < blocks; b++) {
            const block & from = rows[r * blocks + b];
            to.scale(b)[r] = from.scale;
            for (int j = 0; j < 4; j++) {
                std::memcpy(to.four(b, j) + 4 * r, from.quants + 4 * j, 4);
            }
        }
    }
}

// Divides T tokens into tiles of at most `most` tokens and nearly equal size: 16 tokens with most = 12 give 8 and 8.
struct tiles {
    int tokens;  // T
    int count;

    tiles(int tokens, int most) : tokens(tokens), count((tokens + most - 1) / most) {}

    // The first token of tile i, for i up to `count`, where it is T.
    int begin(int i) const { return (int) ((int64_t) tokens * i / count); }
    int size(int i) const { return begin(i + 1) - begin(i); }
};

// The rounded activations of a tile of n tokens are B times
//
//   int8_t bytes[n][32];  float scale[n];  int32_t start[n];    start = -8 * sum of the token's bytes
//
// Tiles lie one behind the other: the tile whose first token is t starts at byte t * B * ACTIVATION_BYTES.
constexpr size_t ACTIVATION_BYTES = BLOCK + sizeof(float) + sizeof(int32_t);

inline size_t activation_bytes(int tokens, size_t blocks) { return tokens * blocks * ACTIVATION_BYTES; }

// A view of one block of a tile of n tokens.
struct activations {
    int8_t * bytes;
    float * scale;
    int32_t * start;

    activations(char * tile, size_t block, int n)
        : bytes((int8_t *) (tile + block * n * ACTIVATION_BYTES)),
          scale((float *) (bytes + n * BLOCK)),
          start((int32_t *) (scale + n)) {}
};

}  // namespace s4j::q4
