#include "tiles.h"

#include <cstring>
#include <string>

namespace s4j {

namespace {

bool cpu_has(const char * name) {
    const ggml_backend_reg_t cpu = ggml_backend_dev_backend_reg(ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU));
    const auto features = (ggml_backend_get_features_t) ggml_backend_reg_get_proc_address(cpu, "ggml_backend_get_features");
    for (const ggml_backend_feature * f = features ? features(cpu) : nullptr; f && f->name; f++) {
        if (std::strcmp(f->name, name) == 0) {
            return true;
        }
    }
    return false;
}

bool is_rearranged(const llama_model * model) {
    char type[16] = "";
    llama_model_meta_val_str(model, "general.file_type", type, sizeof(type));
    return type == std::to_string(LLAMA_FTYPE_MOSTLY_Q4_0) || type == std::to_string(LLAMA_FTYPE_MOSTLY_IQ4_NL);
}

} // namespace

tiles tiles::of(const llama_model * model) {
    if (!is_rearranged(model) || !cpu_has("REPACK") || !cpu_has("AVX2")) {
        return none();
    }
    if (!cpu_has("AVX512")) {
        return tiles(14, 4);
    }
    return cpu_has("AVX512_VNNI") ? tiles(10, 2) : tiles(13, 2);
}

} // namespace s4j
