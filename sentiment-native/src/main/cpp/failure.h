// The exception of this library. The JNI functions turn it into a NativeException.
#pragma once

#include <stdexcept>
#include <string>

#include "wire.h"

namespace s4j {

class failure : public std::runtime_error {
public:
    failure(error_code code, const std::string & message) : std::runtime_error(message), code(code) {}
    const error_code code;
};

}  // namespace s4j
