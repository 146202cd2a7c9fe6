#include "engine.h"

#include "failure.h"
#include "hooks.h"

namespace s4j {

std::unique_ptr<engine> engine::open(const std::string & path, std::string_view prefix, std::string_view suffix,
                                     const std::vector<std::string> & label_words, const options & opts,
                                     const admission & admit) {
    std::unique_ptr<engine> opened(new engine(load_model(path, false, opts.gpu)));
    llama_model * const model = opened->model.get();
    const prompt prompt(llama_model_get_vocab(model), prefix, suffix, label_words);
    std::optional<label_rows> rows;
    if (prompt.has_labels_of_one_token() && opts.output.type >= 0) {
        rows.emplace(path, opts.output, prompt, llama_model_n_embd(model));
    }
    const size_t around = prompt.prefix.size() + prompt.suffix.size();
    if ((size_t) opts.max_tokens <= around) {
        throw failure(error_code::setting, "maxTokens " + std::to_string(opts.max_tokens) +
                                               " leaves no room for a text: the prompt around it has " +
                                               std::to_string(around) + " tokens");
    }
    admit(shape_of(opts, prompt), prompt);
    try {
        kv_state prefix_state;
        for (int i = 0; i < opts.contexts; i++) {
            opened->scorers.push_back(std::make_unique<scorer>(model, opts, prompt, rows, i, prefix_state));
            prefix_state = opened->scorers.back()->prefix_state();
        }
    } catch (const ggml_aborted &) {
        (void) opened.release();  // leaked on purpose, see breakable
        throw;
    }
    return opened;
}

}  // namespace s4j
