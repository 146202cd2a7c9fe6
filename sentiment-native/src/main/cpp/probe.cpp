#include "probe.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "failure.h"

namespace s4j {

namespace {

constexpr int UBATCH_TOKENS = 512;

// The name that build_ffn of llama.cpp gives to the product of gate and up, the input of the down projection.
constexpr char HIDDEN[] = "ffn_swiglu-";

// Returns the number of the block whose hidden units a tensor has, or -1.
int block_of(const ggml_tensor * tensor) {
    return std::strncmp(tensor->name, HIDDEN, sizeof(HIDDEN) - 1) == 0 ? std::atoi(tensor->name + sizeof(HIDDEN) - 1)
                                                                       : -1;
}

}  // namespace

probe::probe(const std::string & path, int threads, int max_tokens)
    : model(load_model(path, false)),
      max_tokens(max_tokens),
      n_layers(llama_model_n_layer(model.get())),
      ctx(model.get(), {max_tokens, std::min(max_tokens, UBATCH_TOKENS), 1, 1}, LLAMA_FLASH_ATTN_TYPE_AUTO,
          [this](ggml_tensor * tensor, bool ask) { return on_tensor(tensor, ask); }) {
    run({0});
    if (n_units == 0) {
        throw failure(error_code::internal, std::string("llama.cpp computes no tensor ") + HIDDEN + "N for this model");
    }
    ctx.use_threads(threads, {});
}

int probe::vocabulary_size() const { return llama_vocab_n_tokens(llama_model_get_vocab(model.get())); }

void probe::add_activity(const tokens & ids, double * sums) {
    activity = sums;
    try {
        run(ids);
    } catch (...) {
        activity = nullptr;
        throw;
    }
    activity = nullptr;
}

std::vector<float> probe::logits(const tokens & ids) {
    run(ids);
    const float * row = ctx.logits((int32_t) ids.size() - 1);
    return {row, row + vocabulary_size()};
}

void probe::run(const tokens & ids) {
    if (ids.empty() || ids.size() > (size_t) max_tokens) {
        throw failure(error_code::setting,
                      "expected 1 to " + std::to_string(max_tokens) + " tokens, found " + std::to_string(ids.size()));
    }
    llama_memory_clear(ctx.memory(), false);
    ctx.clear_batch();
    for (size_t i = 0; i < ids.size(); i++) {
        ctx.add(ids[i], (llama_pos) i, 0, i + 1 == ids.size());
    }
    ctx.decode();
}

bool probe::on_tensor(ggml_tensor * tensor, bool ask) {
    const int layer = block_of(tensor);
    if (ask) {
        return layer >= 0;
    }
    on_hidden(tensor, layer);
    return true;
}

void probe::on_hidden(ggml_tensor * hidden, int layer) {
    n_units = (int) hidden->ne[0];
    if (!activity && kept.empty()) {
        return;
    }
    values.resize((size_t) ggml_nelements(hidden));
    ggml_backend_tensor_get(hidden, values.data(), 0, values.size() * sizeof(float));
    const size_t first = (size_t) layer * n_units;
    for (size_t i = 0; i < values.size(); i++) {
        const size_t unit = first + i % n_units;
        if (!kept.empty() && !kept[unit]) {
            values[i] = 0;
        }
        if (activity) {
            activity[unit] += std::fabs(values[i]);
        }
    }
    if (!kept.empty()) {
        ggml_backend_tensor_set(hidden, values.data(), 0, values.size() * sizeof(float));
    }
}

}  // namespace s4j
