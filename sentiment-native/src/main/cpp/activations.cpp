#include "activations.h"

#include <algorithm>
#include <cmath>

namespace s4j {

namespace {

// Rounds each block of x to 8 bits and a scale. The last block may be shorter.
void round_to_bytes(std::vector<float> & x, size_t block, bool half_scale) {
    for (size_t from = 0; from < x.size(); from += block) {
        float * const begin = x.data() + from;
        float * const end = begin + std::min(block, x.size() - from);
        float largest = 0;
        for (const float * v = begin; v < end; v++) {
            largest = std::max(largest, std::fabs(*v));
        }
        const float scale = largest / 127;
        const float inverse = scale == 0 ? 0 : 1 / scale;
        const float stored = half_scale ? ggml_fp16_to_fp32(ggml_fp32_to_fp16(scale)) : scale;
        for (float * v = begin; v < end; v++) {
            *v = std::round(*v * inverse) * stored;
        }
    }
}

}  // namespace

void round_activations(ggml_type weights, std::vector<float> & x) {
    switch (weights) {
        case GGML_TYPE_F32:
            break;
        case GGML_TYPE_F16:
            for (float & v : x) {
                v = ggml_fp16_to_fp32(ggml_fp32_to_fp16(v));
            }
            break;
        case GGML_TYPE_BF16:
            for (float & v : x) {
                v = ggml_bf16_to_fp32(ggml_fp32_to_bf16(v));
            }
            break;
        case GGML_TYPE_Q4_0:
        case GGML_TYPE_Q4_1:
        case GGML_TYPE_Q5_0:
        case GGML_TYPE_Q5_1:
        case GGML_TYPE_Q8_0:
        case GGML_TYPE_IQ4_NL:
            round_to_bytes(x, 32, true);  // Q8_0, Q8_1
            break;
        default:
            round_to_bytes(x, 256, false);  // Q8_K
    }
}

}  // namespace s4j
