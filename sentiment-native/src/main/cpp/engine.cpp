#include "engine.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "failure.h"
#include "hooks.h"

namespace s4j {

namespace {

// Label tokens of all rows share the context with the texts.
constexpr size_t MAX_LABEL_TOKENS = 64;

// Rows of the output matrix, as floats: (L, width).
std::vector<float> label_rows(const std::string & path, const output_matrix & output, const std::array<tokens, LABELS> & labels,
                              int width) {
    const ggml_type type = (ggml_type) output.type;
    const ggml_to_float_t to_float = ggml_get_type_traits(type)->to_float;
    std::vector<char> row(ggml_row_size(type, width));
    std::vector<float> rows(LABELS * (size_t) width);
    std::ifstream file(std::filesystem::u8path(path), std::ios::binary);
    for (int k = 0; k < LABELS; k++) {
        file.seekg(output.offset + (int64_t) labels[k][0] * (int64_t) row.size());
        if (!file.read(row.data(), (std::streamsize) row.size())) {
            throw failure(error_code::model_load, "could not read the output matrix in " + path);
        }
        float * to = rows.data() + k * (size_t) width;
        if (to_float) {
            to_float(row.data(), to, width);
        } else {
            std::memcpy(to, row.data(), row.size());  // GGML_TYPE_F32
        }
    }
    return rows;
}

bool extends(const tokens & longer, const tokens & shorter) {
    return longer.size() > shorter.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

} // namespace

engine::engine(const std::string & path, std::string_view prefix, std::string_view suffix,
               const std::vector<std::string> & labels, const options & opts)
    : model(load_model(path, false, opts.gpu)), opts(opts) {
    const llama_vocab * vocab = llama_model_get_vocab(model.get());
    if (llama_vocab_get_add_bos(vocab)) {
        job.prefix.push_back(llama_vocab_bos(vocab));
    }
    const tokens prefix_ids = tokenize(vocab, prefix, true);
    job.prefix.insert(job.prefix.end(), prefix_ids.begin(), prefix_ids.end());
    job.suffix = tokenize(vocab, suffix, true);

    std::array<tokens, LABELS> words;
    for (int k = 0; k < LABELS; k++) {
        words[k] = tokenize(vocab, labels[k], false);
        if (words[k].empty()) {
            throw failure(error_code::setting, "the label word \"" + labels[k] + "\" has no tokens in this model's vocabulary");
        }
        if (words[k].size() > MAX_LABEL_TOKENS) {
            throw failure(error_code::setting, "a label word has " + std::to_string(words[k].size()) + " tokens in this model's "
                          "vocabulary, at most " + std::to_string(MAX_LABEL_TOKENS) + " are possible; choose shorter words");
        }
    }
    job.labels = words;
    for (int k = 0; k < LABELS; k++) {
        for (int other = 0; other < LABELS; other++) {
            if (other != k && words[other] == words[k]) {
                throw failure(error_code::setting, "the label words \"" + labels[k] + "\" and \"" + labels[other] +
                              "\" have the same tokens in this model's vocabulary");
            }
        }
        if (std::any_of(words.begin(), words.end(), [&](const tokens & w) { return extends(w, words[k]); })) {
            const llama_token end = llama_vocab_eos(vocab);
            if (end == LLAMA_TOKEN_NULL) {
                throw failure(error_code::setting, "the label word \"" + labels[k] + "\" is the beginning of another one, "
                              "and the model has no end-of-text token to tell them apart");
            }
            job.labels[k].push_back(end);
        }
    }
    job.single_token = std::all_of(job.labels.begin(), job.labels.end(), [](const tokens & l) { return l.size() == 1; });
    if (job.single_token && opts.output.type >= 0) {
        job.label_rows = label_rows(path, opts.output, job.labels, llama_model_n_embd(model.get()));
    }

    const size_t around = job.prefix.size() + job.suffix.size();
    if ((size_t) opts.max_tokens <= around) {
        throw failure(error_code::setting, "maxTokens " + std::to_string(opts.max_tokens) + " leaves no room for a text: the prompt "
                      "around it has " + std::to_string(around) + " tokens");
    }
}

std::unique_ptr<engine> engine::open(const std::string & path, std::string_view prefix, std::string_view suffix,
                                     const std::vector<std::string> & labels, const options & opts, const admission & admit) {
    std::unique_ptr<engine> opened(new engine(path, prefix, suffix, labels, opts));
    admit(scorer::shape(opts, opened->job), opened->job);
    try {
        opened->create_contexts();
    } catch (const ggml_aborted &) {
        opened.release();  // leaked on purpose, see model.h
        throw;
    }
    return opened;
}

void engine::create_contexts() {
    for (int i = 0; i < opts.contexts; i++) {
        scorers.push_back(std::make_unique<scorer>(model.get(), opts, job, i));
        if (i == 0) {
            job.prefix_state = scorers[0]->evaluate_prefix();
        } else {
            scorers[i]->restore_prefix();
        }
        scorers[i]->use_all_threads();
    }
}

tokens engine::prompt_tokens(std::string_view text) const {
    tokens ids = job.prefix;
    const tokens middle = tokenize(llama_model_get_vocab(model.get()), text, false);
    ids.insert(ids.end(), middle.begin(), middle.end());
    ids.insert(ids.end(), job.suffix.begin(), job.suffix.end());
    return ids;
}

} // namespace s4j
