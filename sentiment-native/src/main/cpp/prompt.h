// The token ids around a text. Each part of a prompt is tokenised alone, so that no token crosses the border of the
// text.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "llama.h"
#include "wire.h"

namespace s4j {

using tokens = std::vector<llama_token>;

tokens tokenize(const llama_vocab * vocab, std::string_view text, bool parse_special);

struct prompt {
    // Throws if a label word has no tokens, too many, or those of another one.
    prompt(const llama_vocab * vocab, std::string_view prefix, std::string_view suffix,
           const std::vector<std::string> & label_words);

    bool has_labels_of_one_token() const;

    tokens prefix;  // with the begin-of-text token if the vocabulary wants one
    tokens suffix;
    std::array<tokens, LABELS> labels;  // a label that another one extends ends with the end-of-text token
};

// Returns the pieces of a text that are scored: one of at most `room` tokens (room >= 1); with `chunks` all of the text
// in pieces of that size; with `reject` none if the text is too long.
std::vector<tokens> truncate(tokens text, size_t room, truncation how);

}  // namespace s4j
