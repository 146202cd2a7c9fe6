// A look at the hidden units of a model's feed-forward blocks; a handle of ModelProbe.java points to one.
//
// Letters: L blocks, F hidden units of a feed-forward block, V vocabulary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "context.h"
#include "model.h"
#include "prompt.h"

namespace s4j {

// Computes one prompt at a time. Not thread-safe.
class probe : public breakable {
public:
    probe(const std::string & path, int threads, int max_tokens);

    int layers() const { return n_layers; }
    int units() const { return n_units; }
    int vocabulary_size() const;

    // Adds |x| of the input x of each down projection, summed over the tokens, to sums (L, F). The last block sees only
    // the last token, because llama.cpp computes there only what the output needs.
    void add_activity(const tokens & ids, double * sums);

    // Returns the logits (V) of the last token.
    std::vector<float> logits(const tokens & ids);

    // Sets the units with 0 in `mask` (L, F) to zero in all later calls; an empty mask sets none.
    void keep_units(std::vector<uint8_t> mask) { kept = std::move(mask); }

private:
    void run(const tokens & ids);
    bool on_tensor(ggml_tensor * tensor, bool ask);
    void on_hidden(ggml_tensor * hidden, int layer);

    const model_ptr model;
    const int max_tokens;
    const int n_layers;
    int n_units = 0;
    context ctx;
    std::vector<uint8_t> kept;    // (L, F) or empty
    double * activity = nullptr;  // (L, F) while add_activity runs
    std::vector<float> values;    // (tokens, F) of one block
};

}  // namespace s4j
