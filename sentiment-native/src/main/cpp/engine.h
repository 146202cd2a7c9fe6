// A model with its prompt and its contexts; a handle of NativeEngine.java points to one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model.h"
#include "scorer.h"

namespace s4j {

class engine : public breakable {
public:
    // Called with the sizes of one context before the first is created. What it throws ends the opening.
    using admission = std::function<void(const context_shape &, const prompt &)>;

    // Loads the model, tokenises the prompt and the (L) label words, creates the contexts and evaluates the prefix.
    static std::unique_ptr<engine> open(const std::string & path, std::string_view prefix, std::string_view suffix,
                                        const std::vector<std::string> & label_words, const options & opts,
                                        const admission & admit);

    scorer & context(int index) { return *scorers.at(index); }

private:
    explicit engine(model_ptr model) : model(std::move(model)) {}

    const model_ptr model;  // outlives the scorers
    std::vector<std::unique_ptr<scorer>> scorers;
};

}  // namespace s4j
