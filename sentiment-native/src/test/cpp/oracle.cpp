// What only the tests ask of native code: the JNI functions of Oracle.java.
#include <jni.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include "context.h"
#include "java.h"

using namespace s4j;

namespace {

// Of all contexts of this process.
struct {
    std::atomic<jlong> decodes{0};  // that came to an end
    std::atomic<jlong> tokens{0};
    std::atomic<jlong> prefix_tokens{0};  // tokens in sequence 0, where a scorer keeps the prefix
} counted;

// What llama.cpp's grammar sampler answers, greedily, one text after the other. It shares the prompt and the context
// with the scorer, but none of the code that scores.
class oracle : public breakable {
public:
    oracle(const std::string & path, bool vocabulary_only, std::string_view prefix, std::string_view suffix,
           const std::vector<std::string> & label_words, int max_tokens)
        : model(load_model(path, vocabulary_only)),
          vocab(llama_model_get_vocab(model.get())),
          around(vocab, prefix, suffix, label_words),
          room(max_tokens - around.prefix.size() - around.suffix.size()) {
        if (!vocabulary_only) {
            const int cells = max_tokens + MAX_STEPS;
            ctx = std::make_unique<context>(model.get(), context_shape{cells, std::min(cells, 512), 1, 1},
                                            LLAMA_FLASH_ATTN_TYPE_AUTO, nullptr);
            decode(around.prefix, 0);
        }
    }

    // The ids of a whole prompt, not truncated.
    tokens prompt_tokens(std::string_view text) const {
        return concat(around.prefix, behind_prefix(tokenize(vocab, text, false)));
    }

    // only_label_tokens bans every token that no label's tokenisation contains.
    std::string answer(std::string_view text, const std::string & gbnf, bool only_label_tokens) {
        const std::unique_ptr<llama_sampler, decltype(&llama_sampler_free)> grammar(
            llama_sampler_init_grammar(vocab, gbnf.c_str(), "root"), llama_sampler_free);
        if (!grammar) {
            throw failure(error_code::setting, "llama.cpp does not understand the grammar:\n" + gbnf);
        }
        auto position = (llama_pos) around.prefix.size();
        llama_memory_seq_rm(ctx->memory(), 0, position, -1);
        tokens next = behind_prefix(truncate(tokenize(vocab, text, false), room, truncation::end).front());
        const tokens allowed = allowed_tokens(only_label_tokens);
        std::string answer;
        for (int step = 0; step < MAX_STEPS; step++) {
            const float * const logits = decode(next, position);
            position += (llama_pos) next.size();
            const llama_token chosen = best(*grammar, allowed, logits);
            if (llama_vocab_is_eog(vocab, chosen)) {
                break;
            }
            llama_sampler_accept(grammar.get(), chosen);
            char piece[256];
            const int length = llama_token_to_piece(vocab, chosen, piece, sizeof(piece), 0, true);
            answer.append(piece, std::max(length, 0));
            next = {chosen};
        }
        return answer;
    }

private:
    static constexpr int MAX_STEPS = 32;

    static tokens concat(tokens first, const tokens & second) {
        first.insert(first.end(), second.begin(), second.end());
        return first;
    }

    tokens behind_prefix(tokens text) const { return concat(std::move(text), around.suffix); }

    // Returns the logits (V) of the last token, or null if there are no tokens.
    const float * decode(const tokens & ids, llama_pos position) {
        if (ids.empty()) {
            return nullptr;
        }
        ctx->clear_batch();
        int32_t last = 0;
        for (size_t i = 0; i < ids.size(); i++) {
            last = ctx->add(ids[i], position + (llama_pos) i, 0, i + 1 == ids.size());
        }
        ctx->decode();
        return ctx->logits(last);
    }

    tokens allowed_tokens(bool only_label_tokens) const {
        tokens allowed;
        for (llama_token v = 0; v < llama_vocab_n_tokens(vocab); v++) {
            if (!only_label_tokens || llama_vocab_is_eog(vocab, v)) {
                allowed.push_back(v);
            }
        }
        for (const tokens & label : around.labels) {
            if (only_label_tokens) {
                allowed.insert(allowed.end(), label.begin(), label.end());
            }
        }
        return allowed;
    }

    // Returns the best token that the grammar admits, or an end-of-generation token if the answer is complete or there
    // is none.
    llama_token best(llama_sampler & grammar, const tokens & allowed, const float * logits) const {
        std::vector<llama_token_data> candidates;
        for (const llama_token v : allowed) {
            candidates.push_back({v, logits[v], 0.0F});
        }
        llama_token_data_array array{candidates.data(), candidates.size(), -1, false};
        llama_sampler_apply(&grammar, &array);
        const auto worse = [](const llama_token_data & a, const llama_token_data & b) { return a.logit < b.logit; };
        const auto * const top = std::max_element(array.data, array.data + array.size, worse);
        return std::isfinite(top->logit) ? top->id : llama_vocab_eos(vocab);
    }

    const model_ptr model;
    const llama_vocab * const vocab;
    const prompt around;
    const size_t room;
    std::unique_ptr<context> ctx;
};

// NOLINTNEXTLINE(performance-no-int-to-ptr): a handle is a pointer in a long of Java
oracle * oracle_at(jlong handle) { return reinterpret_cast<oracle *>(handle); }

}  // namespace

#define NATIVE(method) JNICALL Java_io_github_sentiment4j_jni_internal_Oracle_##method

extern "C" {

// The linker calls __wrap_llama_decode wherever a unit calls llama_decode, see CMakeLists.txt.
// NOLINTBEGIN(bugprone-reserved-identifier)
int32_t __real_llama_decode(llama_context * ctx, llama_batch batch);

int32_t __wrap_llama_decode(llama_context * ctx, llama_batch batch) {
    const int32_t result = __real_llama_decode(ctx, batch);
    if (result == 0) {
        counted.decodes++;
        counted.tokens += batch.n_tokens;
        for (int i = 0; i < batch.n_tokens; i++) {
            counted.prefix_tokens += batch.seq_id[i][0] == 0;
        }
    }
    return result;
}
// NOLINTEND(bugprone-reserved-identifier)

JNIEXPORT jlongArray NATIVE(counted)(JNIEnv * env, jclass) {
    const jlong values[] = {counted.decodes, counted.tokens, counted.prefix_tokens};
    jlongArray array = env->NewLongArray(3);
    env->SetLongArrayRegion(array, 0, 3, values);
    return array;
}

JNIEXPORT jlong NATIVE(open)(JNIEnv * env, jclass, jbyteArray path, jboolean vocabulary_only, jbyteArray prefix,
                             jbyteArray suffix, jobjectArray labels, jint max_tokens) {
    return guarded(env, nullptr, [&] {
        return reinterpret_cast<jlong>(new oracle(from_java(env, path), vocabulary_only, from_java(env, prefix),
                                                  from_java(env, suffix), from_java(env, labels), max_tokens));
    });
}

JNIEXPORT jintArray NATIVE(promptTokens)(JNIEnv * env, jclass, jlong handle, jbyteArray text) {
    return guarded(env, oracle_at(handle),
                   [&] { return to_java(env, oracle_at(handle)->prompt_tokens(from_java(env, text))); });
}

JNIEXPORT jbyteArray NATIVE(answer)(JNIEnv * env, jclass, jlong handle, jbyteArray text, jbyteArray gbnf,
                                    jboolean only_label_tokens) {
    return guarded(env, oracle_at(handle), [&] {
        return to_java(env, oracle_at(handle)->answer(from_java(env, text), from_java(env, gbnf), only_label_tokens));
    });
}

JNIEXPORT void NATIVE(close)(JNIEnv * env, jclass, jlong handle) { close(env, oracle_at(handle)); }

}  // extern "C"
