#include "activations.h"

#include <cmath>
#include <random>
#include <string>

#include "check.h"

using namespace s4j;

namespace {

std::vector<float> random_values(size_t n) {
    std::mt19937 generator(20261130);
    std::normal_distribution<float> normal(0, 3);
    std::vector<float> values(n);
    for (float & v : values) {
        v = normal(generator);
    }
    return values;
}

std::vector<float> rounded(ggml_type weights, std::vector<float> x) {
    round_activations(weights, x);
    return x;
}

// What ggml makes of x: rounded to `type` and back.
std::vector<float> through_ggml(ggml_type type, const std::vector<float> & x) {
    std::vector<char> bytes(ggml_row_size(type, (int64_t) x.size()));
    ggml_quantize_chunk(type, x.data(), bytes.data(), 0, 1, (int64_t) x.size(), nullptr);
    std::vector<float> back(x.size());
    ggml_get_type_traits(type)->to_float(bytes.data(), back.data(), (int64_t) back.size());
    return back;
}

}  // namespace

TEST(round_f32_leaves_the_values) {
    const std::vector<float> x = random_values(100);
    EQUAL(rounded(GGML_TYPE_F32, x), x);
}

TEST(round_halfs_are_those_of_ggml) {
    const std::vector<float> x = random_values(512);
    EQUAL(rounded(GGML_TYPE_F16, x), through_ggml(GGML_TYPE_F16, x));
    EQUAL(rounded(GGML_TYPE_BF16, x), through_ggml(GGML_TYPE_BF16, x));
}

TEST(round_blocks_of_32_are_those_of_q8_0) {
    const std::vector<float> x = random_values(32 * 40);
    for (const ggml_type weights :
         {GGML_TYPE_Q4_0, GGML_TYPE_Q4_1, GGML_TYPE_Q5_0, GGML_TYPE_Q5_1, GGML_TYPE_Q8_0, GGML_TYPE_IQ4_NL}) {
        EQUAL(rounded(weights, x), through_ggml(GGML_TYPE_Q8_0, x));
    }
}

TEST(round_blocks_of_256_keep_a_scale_in_float) {
    const std::vector<float> x = random_values(256 * 4);
    const std::vector<float> r = rounded(GGML_TYPE_Q4_K, x);
    for (size_t from = 0; from < x.size(); from += 256) {
        float largest = 0;
        for (size_t i = from; i < from + 256; i++) {
            largest = std::max(largest, std::fabs(x[i]));
        }
        for (size_t i = from; i < from + 256; i++) {
            CHECK(std::fabs(r[i] - x[i]) <= largest / 127 * 0.5001F);
            const float steps = r[i] / (largest / 127);
            CHECK(std::fabs(steps - std::round(steps)) < 1e-4F);
        }
    }
}

TEST(round_zeros_are_zeros) {
    const std::vector<float> zeros(256);
    for (const ggml_type weights : {GGML_TYPE_F16, GGML_TYPE_Q4_0, GGML_TYPE_Q4_K}) {
        EQUAL(rounded(weights, zeros), zeros);
    }
}
