// The numbers that cross JNI. WireTest compares this file with the Java side: the enumerators of an enum class and
// their order with a Java enum, the constants with those of Wire.java.
#pragma once

namespace s4j {

constexpr int LABELS = 3;  // L: positive, neutral, negative

// Failures, see Wire.java.
enum class error_code {
    internal,  // an exception that nobody expected
    aborted,   // GGML_ASSERT or GGML_ABORT; the engine refuses further calls
    out_of_memory,
    model_load,  // llama.cpp refused the model file
    context,     // llama.cpp could not create a context
    setting,     // prompt, labels or maximum tokens do not fit the model
    decode,      // llama_decode failed
    cancelled,
    backend,  // no CPU module could be loaded
};

// What happens to a text that is too long, see Truncation.java.
enum class truncation { end, start, middle, reject, chunks };

// What became of a text, see Wire.java.
enum class text_status { scored, too_long, no_tokens };

// The ints that Natives.score returns for T texts with S segments in all:
//
//   Scores  --> EvaluatedTokens, NanosHigh, NanosLow, Text^T, Segment^S
//   Text    --> Status, PromptTokens, Truncated, Segments     Segments adds up to S
//   Segment --> TextTokens, Score^L                           a score is the bits of a float
constexpr int HEADER_INTS = 3;
constexpr int TEXT_INTS = 4;
constexpr int SEGMENT_INTS = 1 + LABELS;

}  // namespace s4j
