// llama.cpp's quantiser.
#pragma once

#include <functional>
#include <string>

#include "llama.h"

namespace s4j {

// Takes the place of llama.cpp's log callback and passes every line on to `next`. quantize() learns its progress from
// the log.
void listen_to_log(ggml_log_callback next, void * next_data);

// Called with the name of a tensor before it is quantised. What it throws ends quantize().
using tensor_listener = std::function<void(const std::string & name)>;

void quantize(const std::string & source, const std::string & target, llama_ftype type, bool pure, int threads,
              const tensor_listener & listener);

}  // namespace s4j
