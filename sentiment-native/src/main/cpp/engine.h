// A model with its task and its contexts; what a handle in Java points to.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model.h"
#include "scorer.h"

namespace s4j {

class engine : public breakable {
public:
    // Loads the model, tokenises the prompt and the labels. No call but shape() and start() may come before start().
    engine(const std::string & path, std::string_view prefix, std::string_view suffix,
           const std::array<std::string, LABELS> & labels, const options & opts);

    context_shape shape() const { return scorer::shape(opts, job); }

    // Creates the contexts and evaluates the prefix.
    void start();

    scorer & context(int index) { return *scorers.at(index); }
    const task & shared() const { return job; }

    // The ids of a whole prompt, truncation left aside.
    tokens prompt_tokens(std::string_view text) const;

private:
    const model_ptr model;
    const options opts;
    task job;
    std::vector<std::unique_ptr<scorer>> scorers;
};

} // namespace s4j
