// The rows of the output matrix that score labels of one token each: the product with the rest of the vocabulary is
// left out.
//
// Letters: R rows of a decode, L = 3 labels, E width of the hidden state.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ggml.h"
#include "prompt.h"

namespace s4j {

// The matrix behind the last hidden state, as it lies in the model file.
struct output_matrix {
    int type;        // a ggml_type, or -1 if only llama.cpp can compute the logits
    int64_t offset;  // in bytes
};

class label_rows {
public:
    // Reads a row of `width` weights (E) for the first token of each label.
    label_rows(const std::string & path, const output_matrix & output, const prompt & prompt, int width);

    // Returns the logits (R, L) of hidden states (R, E).
    std::vector<std::array<float, LABELS>> logits(std::vector<float> hidden) const;

private:
    ggml_type type;
    size_t width;               // E
    std::vector<float> values;  // (L, E)
};

}  // namespace s4j
