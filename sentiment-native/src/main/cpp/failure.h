// What can go wrong below the JNI functions. The numbers are those of NativeError.java.
#pragma once

#include <stdexcept>

namespace s4j {

enum class error_code {
    internal = 0,         // an exception that nobody expected
    aborted = 1,          // GGML_ASSERT or GGML_ABORT; the engine refuses further calls
    out_of_memory = 2,
    model_load = 3,       // llama.cpp refused the model file
    context = 4,          // llama.cpp could not create a context
    setting = 5,          // prompt, labels or maximum tokens do not fit the model
    decode = 6,           // llama_decode failed
    cancelled = 7,
    backend = 8,          // no CPU module could be loaded
};

class failure : public std::runtime_error {
public:
    failure(error_code code, const std::string & message) : std::runtime_error(message), code(code) {}
    const error_code code;
};

} // namespace s4j
