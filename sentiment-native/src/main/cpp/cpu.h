// ggml's CPU module, which ggml chooses at run time.
#pragma once

#include <string>
#include <vector>

#include "ggml-backend.h"

namespace s4j {

inline ggml_backend_reg_t cpu_module() {
    return ggml_backend_dev_backend_reg(ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU));
}

// Returns one of its functions by name, or null if it has none.
template <typename F>
F cpu_function(const char * name) {
    return reinterpret_cast<F>(ggml_backend_reg_get_proc_address(cpu_module(), name));
}

constexpr char GET_FEATURES[] = "ggml_backend_get_features";

// Returns the features that it was compiled with: AVX2, REPACK, ...
inline std::vector<std::string> cpu_features() {
    std::vector<std::string> names;
    if (const auto get = cpu_function<ggml_backend_get_features_t>(GET_FEATURES)) {
        for (const ggml_backend_feature * f = get(cpu_module()); f->name; f++) {
            names.emplace_back(f->name);
        }
    }
    return names;
}

}  // namespace s4j
