// A model with its task and its contexts; what a handle in Java points to.
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
    // Hears how much a context needs before the first one is made; what it throws ends the opening.
    using admission = std::function<void(const context_shape &, const task &)>;

    // Loads the model, tokenises the prompt and the (L) labels, creates the contexts and evaluates the prefix.
    static std::unique_ptr<engine> open(const std::string & path, std::string_view prefix, std::string_view suffix,
                                        const std::vector<std::string> & labels, const options & opts, const admission & admit);

    scorer & context(int index) { return *scorers.at(index); }

    // The ids of a whole prompt, truncation left aside.
    tokens prompt_tokens(std::string_view text) const;

private:
    engine(const std::string & path, std::string_view prefix, std::string_view suffix, const std::vector<std::string> & labels,
           const options & opts);
    void create_contexts();

    const model_ptr model;
    const options opts;
    task job;
    std::vector<std::unique_ptr<scorer>> scorers;
};

} // namespace s4j
