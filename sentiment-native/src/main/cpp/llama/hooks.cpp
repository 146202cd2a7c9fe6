#include "hooks.h"

#include <cstdio>

namespace s4j {

namespace {

constexpr size_t MAX_LINES = 4096;  // a corrupt file must not produce an endless log

thread_local log_lines * sink = nullptr;

void on_log(enum ggml_log_level level, const char * text, void *) {
    if (!sink || !text) {
        return;
    }
    std::string piece(text);
    bool ends = !piece.empty() && piece.back() == '\n';
    if (ends) {
        piece.pop_back();
    }
    if (level == GGML_LOG_LEVEL_CONT && !sink->empty()) {
        sink->back().second += piece;
    } else if (!piece.empty() && sink->size() < MAX_LINES) {
        sink->emplace_back(level == GGML_LOG_LEVEL_CONT ? GGML_LOG_LEVEL_INFO : level, std::move(piece));
    }
}

void on_abort(const char * message) {
    if (sink) {
        throw ggml_aborted(message);
    }
    std::fprintf(stderr, "%s\n", message);
}

}  // namespace

ggml_aborted::~ggml_aborted() = default;

guard::guard(log_lines & lines) : outer(sink) { sink = &lines; }

guard::~guard() { sink = outer; }

void install_hooks() {
    ggml_log_set(on_log, nullptr);
    ggml_set_abort_callback(on_abort);
}

}  // namespace s4j
