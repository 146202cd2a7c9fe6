#include "label_rows.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <utility>

#include "activations.h"
#include "failure.h"

namespace s4j {

label_rows::label_rows(const std::string & path, const output_matrix & output, const prompt & prompt, int width)
    : type((ggml_type) output.type), width(width), values(LABELS * this->width) {
    const ggml_to_float_t to_float = ggml_get_type_traits(type)->to_float;
    std::vector<char> row(ggml_row_size(type, width));
    std::ifstream file(std::filesystem::u8path(path), std::ios::binary);
    for (int k = 0; k < LABELS; k++) {
        file.seekg(output.offset + (int64_t) prompt.labels[k][0] * (int64_t) row.size());
        if (!file.read(row.data(), (std::streamsize) row.size())) {
            throw failure(error_code::model_load, "could not read the output matrix in " + path);
        }
        float * const to = values.data() + k * this->width;
        if (to_float) {
            to_float(row.data(), to, width);
        } else {
            std::memcpy(to, row.data(), row.size());  // GGML_TYPE_F32
        }
    }
}

std::vector<std::array<float, LABELS>> label_rows::logits(std::vector<float> hidden) const {
    round_activations(type, hidden);  // a row is a whole number of blocks
    std::vector<std::array<float, LABELS>> logits(hidden.size() / width);
    for (size_t r = 0; r < logits.size(); r++) {
        const float * const h = hidden.data() + r * width;
        for (int k = 0; k < LABELS; k++) {
            logits[r][k] = std::inner_product(h, h + width, values.data() + k * width, 0.0f);
        }
    }
    return logits;
}

}  // namespace s4j
