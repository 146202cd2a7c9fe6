// The vocabulary of a GGUF file, without weights; a handle of LlamaTokenizer.java points to one. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "model.h"
#include "prompt.h"

namespace s4j {

class vocabulary : public breakable {
public:
    explicit vocabulary(const std::string & path) : model(load_model(path, true)) {}

    tokens tokenize(std::string_view text, bool parse_special) const {
        return s4j::tokenize(get(), text, parse_special);
    }

    // The token that belongs before every prompt, or LLAMA_TOKEN_NULL.
    llama_token begin_of_text() const {
        return llama_vocab_get_add_bos(get()) ? llama_vocab_bos(get()) : LLAMA_TOKEN_NULL;
    }

private:
    const llama_vocab * get() const { return llama_model_get_vocab(model.get()); }

    const model_ptr model;
};

}  // namespace s4j
