// What making model files asks of llama.cpp: its quantiser, its tokenizer, and a look inside a model that runs.
//
// Letters: L blocks, F hidden units of a feed-forward block, V vocabulary.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model.h"
#include "scorer.h"

namespace s4j {

// Takes the place of llama.cpp's log callback and passes every line on to `next`; quantize() hears in it how far it is.
void listen_to_log(ggml_log_callback next, void * next_data);

// Called with the name of a tensor before it is quantised; what is thrown from there ends quantize().
using tensor_listener = std::function<void(const std::string & name)>;

void quantize(const std::string & source, const std::string & target, llama_ftype type, bool pure, int threads,
              const tensor_listener & listener);

// The vocabulary of a GGUF file, without weights. Thread-safe.
class vocabulary : public breakable {
public:
    explicit vocabulary(const std::string & path) : model(load_model(path, true)) {}

    tokens tokenize(std::string_view text, bool parse_special) const;

    // The token that belongs before every prompt, or LLAMA_TOKEN_NULL.
    llama_token begin_of_text() const;

private:
    const model_ptr model;
};

// Runs one prompt at a time and looks at the input of the down projections. Not thread-safe.
class probe : public breakable {
public:
    probe(const std::string & path, int threads, int max_tokens);

    int layers() const { return n_layers; }
    int units() const { return n_units; }
    int vocabulary_size() const;

    // Adds |x| of the input x of each down projection, summed over the tokens, to sums (L, F).
    // The last block sees the last token only: llama.cpp computes nothing there that no output needs.
    void add_activity(const tokens & ids, double * sums);

    // (V) of the last token.
    std::vector<float> logits(const tokens & ids);

    // (L, F): units with 0 are set to zero from now on; empty for none.
    void keep_units(std::vector<uint8_t> mask) { kept = std::move(mask); }

private:
    struct free_context {
        void operator()(llama_context * c) const { llama_free(c); }
    };

    void run(const tokens & ids);
    bool on_tensor(ggml_tensor * tensor, bool ask);
    void on_hidden(ggml_tensor * hidden, int layer);

    const model_ptr model;
    const int max_tokens;
    int n_layers = 0;
    int n_units = 0;
    std::unique_ptr<llama_context, free_context> context;
    std::vector<uint8_t> kept;
    double * activity = nullptr;  // (L, F) while add_activity runs
    std::vector<float> values;
};

} // namespace s4j
