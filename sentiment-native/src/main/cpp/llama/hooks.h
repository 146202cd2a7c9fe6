// The callbacks that sentiment4j installs in ggml: they collect log lines and turn an abort into an exception.
//
// They live in libs4j-ggml-base.so because ggml keeps one log callback and one abort callback per process, and several
// class loaders of one JVM may each load a libsentiment4j.so over the same ggml.
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

// Thrown when a thread that has a guard reaches a GGML_ASSERT or GGML_ABORT.
class S4J_HOOKS_API ggml_aborted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    ~ggml_aborted() override;
};

// (ggml_log_level, line without newline)
using log_lines = std::vector<std::pair<int, std::string>>;

// While a guard lives, the log lines of its thread go to `lines` and an abort on its thread throws ggml_aborted.
// On a thread without a guard, log lines are dropped and an abort ends the process, as it does in plain ggml.
class S4J_HOOKS_API guard {
public:
    explicit guard(log_lines & lines);
    ~guard();
    guard(const guard &) = delete;
    guard & operator=(const guard &) = delete;

private:
    log_lines * outer;
};

// Installs the callbacks in ggml. Idempotent.
S4J_HOOKS_API void install_hooks();

}  // namespace s4j
