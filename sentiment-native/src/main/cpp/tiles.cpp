#include "tiles.h"

#include <algorithm>
#include <cstdlib>

#include "cpu.h"

namespace s4j {

int tile_filling::filled(int tokens) const {
    const int over = tokens % 16;
    if (over >= sixteen_from) {
        return tokens + 16 - over;
    }
    return over % 4 >= four_from ? tokens + 4 - over % 4 : tokens;
}

tile_filling filling_of(llama_ftype weights, const std::vector<std::string> & features) {
    const auto has = [&](const char * name) {
        return std::find(features.begin(), features.end(), name) != features.end();
    };
    if (weights != LLAMA_FTYPE_MOSTLY_IQ4_NL || !has("REPACK") || !has("AVX2")) {
        return NO_FILLING;
    }
    if (!has("AVX512")) {
        return FILLING_AVX2;
    }
    return has("AVX512_VNNI") ? FILLING_AVX512_VNNI : FILLING_AVX512;
}

tile_filling filling_of(const llama_model * model) {
    char type[16] = "";
    llama_model_meta_val_str(model, "general.file_type", type, sizeof(type));
    return filling_of((llama_ftype) std::atoi(type), cpu_features());
}

}  // namespace s4j
