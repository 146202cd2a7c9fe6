#include "tiles.h"

#include "check.h"

using namespace s4j;

namespace {

void fills(tile_filling filling, const std::vector<int> & expected) {
    std::vector<int> sizes;
    for (int tokens = 1; tokens <= 20; tokens++) {
        sizes.push_back(filling.filled(tokens));
    }
    EQUAL(sizes, expected);
}

std::vector<int> of(llama_ftype weights, const std::vector<std::string> & features) {
    const tile_filling filling = filling_of(weights, features);
    return {filling.sixteen_from, filling.four_from};
}

}  // namespace

TEST(filled_without_filling_is_the_size_itself) {
    fills(NO_FILLING, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
}

TEST(filled_on_avx2_goes_up_to_sixteen_from_fourteen) {
    fills(FILLING_AVX2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 16, 16, 17, 18, 19, 20});
}

TEST(filled_on_avx512_goes_up_to_fours_from_two) {
    fills(FILLING_AVX512, {1, 4, 4, 4, 5, 8, 8, 8, 9, 12, 12, 12, 16, 16, 16, 16, 17, 20, 20, 20});
    fills(FILLING_AVX512_VNNI, {1, 4, 4, 4, 5, 8, 8, 8, 9, 16, 16, 16, 16, 16, 16, 16, 17, 20, 20, 20});
}

TEST(filling_of_weights_that_are_not_rearranged_is_none) {
    const std::vector<std::string> everything{"REPACK", "AVX2", "AVX512", "AVX512_VNNI"};
    EQUAL(of(LLAMA_FTYPE_MOSTLY_Q4_0, everything), std::vector<int>{16, 4});
    EQUAL(of(LLAMA_FTYPE_MOSTLY_IQ4_NL, {"AVX2", "AVX512"}), std::vector<int>{16, 4});
    EQUAL(of(LLAMA_FTYPE_MOSTLY_IQ4_NL, {"REPACK", "AVX"}), std::vector<int>{16, 4});
}

TEST(filling_of_iq4_nl_depends_on_the_features) {
    EQUAL(of(LLAMA_FTYPE_MOSTLY_IQ4_NL, {"REPACK", "AVX2"}), std::vector<int>{14, 4});
    EQUAL(of(LLAMA_FTYPE_MOSTLY_IQ4_NL, {"REPACK", "AVX2", "AVX512"}), std::vector<int>{13, 2});
    EQUAL(of(LLAMA_FTYPE_MOSTLY_IQ4_NL, {"REPACK", "AVX2", "AVX512", "AVX512_VNNI"}), std::vector<int>{10, 2});
}
