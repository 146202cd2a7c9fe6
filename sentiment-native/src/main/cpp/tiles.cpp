#include "tiles.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cpu.h"

namespace s4j {

namespace {

bool is_rearranged(const llama_model * model) {
    char type[16] = "";
    llama_model_meta_val_str(model, "general.file_type", type, sizeof(type));
    return type == std::to_string(LLAMA_FTYPE_MOSTLY_IQ4_NL);
}

} // namespace

tiles tiles::of(const llama_model * model) {
    if (!is_rearranged(model)) {
        return none();
    }
    const std::vector<std::string> features = cpu_features();
    const auto has = [&](const char * name) { return std::find(features.begin(), features.end(), name) != features.end(); };
    if (!has("REPACK") || !has("AVX2")) {
        return none();
    }
    if (!has("AVX512")) {
        return tiles(14, 4);
    }
    return has("AVX512_VNNI") ? tiles(10, 2) : tiles(13, 2);
}

} // namespace s4j
