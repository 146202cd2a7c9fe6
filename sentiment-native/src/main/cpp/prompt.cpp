#include "prompt.h"

#include <algorithm>
#include <utility>

#include "failure.h"

namespace s4j {

namespace {

constexpr size_t MAX_LABEL_TOKENS = 64;  // the label tokens of all rows share the context with the texts

bool extends(const tokens & longer, const tokens & shorter) {
    return longer.size() > shorter.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

}  // namespace

tokens tokenize(const llama_vocab * vocab, std::string_view text, bool parse_special) {
    tokens ids(text.size() + 1);  // byte-level BPE: never more tokens than bytes
    const int n = llama_tokenize(vocab, text.data(), (int32_t) text.size(), ids.data(), (int32_t) ids.size(), false,
                                 parse_special);
    if (n < 0) {
        throw failure(error_code::internal, "llama_tokenize wants " + std::to_string(-n) + " tokens for " +
                                                std::to_string(text.size()) + " bytes");
    }
    ids.resize(n);
    return ids;
}

prompt::prompt(const llama_vocab * vocab, std::string_view prefix, std::string_view suffix,
               const std::vector<std::string> & label_words)
    : prefix(tokenize(vocab, prefix, true)), suffix(tokenize(vocab, suffix, true)) {
    if (llama_vocab_get_add_bos(vocab)) {
        this->prefix.insert(this->prefix.begin(), llama_vocab_bos(vocab));
    }
    const auto require = [](bool condition, const std::string & otherwise) {
        if (!condition) {
            throw failure(error_code::setting, otherwise);
        }
    };
    std::array<tokens, LABELS> words;
    for (int k = 0; k < LABELS; k++) {
        words[k] = tokenize(vocab, label_words.at(k), false);
        require(!words[k].empty(),
                "the label word \"" + label_words[k] + "\" has no tokens in this model's vocabulary");
        require(words[k].size() <= MAX_LABEL_TOKENS,
                "a label word has " + std::to_string(words[k].size()) + " tokens in this model's vocabulary, at most " +
                    std::to_string(MAX_LABEL_TOKENS) + " are possible; choose shorter words");
    }
    labels = words;
    const llama_token end = llama_vocab_eos(vocab);
    for (int k = 0; k < LABELS; k++) {
        for (int other = 0; other < k; other++) {
            require(words[k] != words[other], "the label words \"" + label_words[other] + "\" and \"" + label_words[k] +
                                                  "\" have the same tokens in this model's vocabulary");
        }
        if (std::any_of(words.begin(), words.end(), [&](const tokens & word) { return extends(word, words[k]); })) {
            require(
                end != LLAMA_TOKEN_NULL,
                "the label word \"" + label_words[k] +
                    "\" is the beginning of another one, and the model has no end-of-text token to tell them apart");
            labels[k].push_back(end);
        }
    }
}

bool prompt::has_labels_of_one_token() const {
    return std::all_of(labels.begin(), labels.end(), [](const tokens & label) { return label.size() == 1; });
}

std::vector<tokens> truncate(tokens text, size_t room, truncation how) {
    std::vector<tokens> pieces;
    if (text.size() > room) {
        const auto left_out = (std::ptrdiff_t)(text.size() - room);
        const auto head = (std::ptrdiff_t)(room + 1) / 2;
        switch (how) {
            case truncation::end:
                text.resize(room);
                break;
            case truncation::start:
                text.erase(text.begin(), text.begin() + left_out);
                break;
            case truncation::middle:
                text.erase(text.begin() + head, text.begin() + head + left_out);
                break;
            case truncation::reject:
                return pieces;
            case truncation::chunks:
                for (auto from = text.begin(); from != text.end();) {
                    const auto to = from + std::min((std::ptrdiff_t) room, text.end() - from);
                    pieces.emplace_back(from, to);
                    from = to;
                }
                return pieces;
        }
    }
    pieces.push_back(std::move(text));
    return pieces;
}

}  // namespace s4j
