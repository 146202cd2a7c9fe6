// What sentiment4j hangs into ggml: a place for log lines, and an abort that can be survived.
//
// Lives in libs4j-ggml-base.so, because ggml keeps one log callback and one abort callback a process, and because
// several class loaders of one JVM may each load a libsentiment4j.so over the same ggml.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "ggml.h"

#ifndef _WIN32
#define S4J_HOOKS_API __attribute__((visibility("default")))
#elif defined(S4J_HOOKS_BUILD)
#define S4J_HOOKS_API __declspec(dllexport)
#else
#define S4J_HOOKS_API __declspec(dllimport)
#endif

namespace s4j {

// A GGML_ASSERT or GGML_ABORT that was reached on a thread inside a Guard.
class S4J_HOOKS_API ggml_aborted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    ~ggml_aborted() override;
};

// (ggml_log_level, line without newline)
using log_lines = std::vector<std::pair<int, std::string>>;

// While one lives, this thread's log lines go to `lines` and an abort on this thread throws ggml_aborted.
// On threads without a guard log lines are dropped and an abort ends the process, as ggml does by itself.
class S4J_HOOKS_API guard {
public:
    explicit guard(log_lines & lines);
    ~guard();
    guard(const guard &) = delete;
    guard & operator=(const guard &) = delete;
private:
    log_lines * outer;
};

// Sets ggml's callbacks; any number of times.
S4J_HOOKS_API void install_hooks();

} // namespace s4j
