// The JNI functions of io.github.sentiment4j.jni.internal.Natives: arrays in, arrays out, failures translated in one place.
#include <jni.h>

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <cstring>
#include <mutex>
#include <new>
#include <string>

#include "cpu.h"
#include "engine.h"
#include "failure.h"
#include "hooks.h"
#include "tools.h"

namespace {

using namespace s4j;

jclass exception_class = nullptr;
jmethodID exception_constructor = nullptr;
jclass log_class = nullptr;
jmethodID log_method = nullptr;

// A Java exception is pending: unwind to the JNI function.
struct java_exception {};

void check(JNIEnv * env) {
    if (env->ExceptionCheck()) {
        throw java_exception();
    }
}

jbyteArray to_java(JNIEnv * env, const std::string & text) {
    jbyteArray array = env->NewByteArray((jsize) text.size());
    check(env);
    env->SetByteArrayRegion(array, 0, (jsize) text.size(), (const jbyte *) text.data());
    return array;
}

jintArray to_java(JNIEnv * env, const std::vector<jint> & values) {
    jintArray array = env->NewIntArray((jsize) values.size());
    check(env);
    env->SetIntArrayRegion(array, 0, (jsize) values.size(), values.data());
    return array;
}

tokens from_java(JNIEnv * env, jintArray array) {
    tokens ids((size_t) env->GetArrayLength(array));
    env->GetIntArrayRegion(array, 0, (jsize) ids.size(), ids.data());
    return ids;
}

std::string from_java(JNIEnv * env, jbyteArray array) {
    std::string text((size_t) env->GetArrayLength(array), '\0');
    env->GetByteArrayRegion(array, 0, (jsize) text.size(), (jbyte *) text.data());
    return text;
}

std::vector<std::string> from_java(JNIEnv * env, jobjectArray arrays) {
    std::vector<std::string> texts((size_t) env->GetArrayLength(arrays));
    for (size_t i = 0; i < texts.size(); i++) {
        auto array = (jbyteArray) env->GetObjectArrayElement(arrays, (jsize) i);
        check(env);
        texts[i] = from_java(env, array);
        env->DeleteLocalRef(array);
    }
    return texts;
}

// Lines of errors go into the exception if there is one, all others to the logger.
void hand_over(JNIEnv * env, const log_lines & lines, bool errors_too = true) {
    for (const auto & [level, line] : lines) {
        if (level == GGML_LOG_LEVEL_ERROR && !errors_too) {
            continue;
        }
        jbyteArray text = env->NewByteArray((jsize) line.size());
        if (!text) {
            env->ExceptionClear();
            return;
        }
        env->SetByteArrayRegion(text, 0, (jsize) line.size(), (const jbyte *) line.data());
        env->CallStaticVoidMethod(log_class, log_method, (jint) level, text);
        env->ExceptionClear();
        env->DeleteLocalRef(text);
    }
}

void throw_native(JNIEnv * env, error_code code, std::string message, const log_lines & lines) {
    if (env->ExceptionCheck()) {
        return;  // it says more
    }
    hand_over(env, lines, false);
    for (const auto & [level, line] : lines) {
        if (level == GGML_LOG_LEVEL_ERROR) {
            message += "; " + line;
        }
    }
    jbyteArray text = env->NewByteArray((jsize) message.size());
    if (!text) {
        return;  // OutOfMemoryError is pending
    }
    env->SetByteArrayRegion(text, 0, (jsize) message.size(), (const jbyte *) message.data());
    jobject exception = env->NewObject(exception_class, exception_constructor, (jint) code, text);
    if (exception) {
        env->Throw((jthrowable) exception);
    }
}

// The same where making the message may fail for want of memory: nothing is thrown out of here.
template <typename... Parts>
void throw_java(JNIEnv * env, error_code code, const log_lines & lines, const Parts &... parts) noexcept {
    try {
        throw_native(env, code, (std::string() + ... + parts), lines);
    } catch (...) {
        if (!env->ExceptionCheck()) {
            jclass error = env->FindClass("java/lang/OutOfMemoryError");
            if (error) {
                env->ThrowNew(error, "native memory is exhausted");
            }
        }
    }
}

// Every JNI function runs its body in here: the log goes to Java, each kind of failure becomes a NativeException.
template <typename Body>
auto guarded(JNIEnv * env, breakable * e, Body body) -> decltype(body()) {
    log_lines lines;
    try {
        if (e && e->broken) {
            throw failure(error_code::aborted, "the engine refuses calls since ggml aborted in it; open a new one");
        }
        s4j::guard sink(lines);
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            hand_over(env, lines);
            return;
        } else {
            auto result = body();
            hand_over(env, lines);
            return result;
        }
    } catch (const java_exception &) {
        // pending already
    } catch (const ggml_aborted & problem) {
        if (e) {
            e->broken = true;
        }
        throw_java(env, error_code::aborted, lines, "ggml aborted: ", problem.what());
    } catch (const failure & problem) {
        throw_java(env, problem.code, lines, problem.what());
    } catch (const std::bad_alloc &) {
        throw_java(env, error_code::out_of_memory, lines, "native memory is exhausted");
    } catch (const std::exception & problem) {
        throw_java(env, error_code::internal, lines, problem.what());
    } catch (...) {
        throw_java(env, error_code::internal, lines, "unknown C++ exception");
    }
    return decltype(body())();
}

// Every library has an unwinder of its own (libgcc is linked statically), and a copy that has not unwound anything yet
// ends the process when an exception that another library threw passes through it.
void prepare_unwinder() {
    try {
        throw failure(error_code::internal, "never seen");
    } catch (const failure &) {
    }
}

engine * at(jlong handle) {
    return (engine *) handle;
}

vocabulary * vocabulary_at(jlong handle) {
    return (vocabulary *) handle;
}

probe * probe_at(jlong handle) {
    return (probe *) handle;
}

// The file that code at `address` was loaded from; empty where the system does not say.
std::string file_of([[maybe_unused]] const void * address) {
#ifndef _WIN32
    Dl_info info;
    if (dladdr(address, &info) && info.dli_fname) {
        return info.dli_fname;
    }
#endif
    return "";
}

template <typename T>
void close(JNIEnv * env, T * object) {
    if (object->broken) {
        return;  // leaked on purpose, see model.h
    }
    guarded(env, nullptr, [&] { delete object; });
}

} // namespace

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM * vm, void *) {
    JNIEnv * env = nullptr;
    if (vm->GetEnv((void **) &env, JNI_VERSION_10) != JNI_OK) {
        return JNI_ERR;
    }
    prepare_unwinder();
    jclass exception = env->FindClass("io/github/sentiment4j/jni/internal/NativeException");
    jclass log = exception ? env->FindClass("io/github/sentiment4j/jni/internal/NativeLog") : nullptr;
    if (!log) {
        return JNI_ERR;
    }
    // Weak: a strong reference would keep the class loader, and so this library, for ever. While a native method runs,
    // its class loader lives and these classes with it.
    exception_class = (jclass) env->NewWeakGlobalRef(exception);
    exception_constructor = env->GetMethodID(exception_class, "<init>", "(I[B)V");
    log_class = (jclass) env->NewWeakGlobalRef(log);
    log_method = env->GetStaticMethodID(log_class, "log", "(I[B)V");
    return exception_constructor && log_method ? JNI_VERSION_10 : JNI_ERR;
}

JNIEXPORT void JNICALL JNI_OnUnload(JavaVM * vm, void *) {
    JNIEnv * env = nullptr;
    if (vm->GetEnv((void **) &env, JNI_VERSION_10) == JNI_OK) {
        env->DeleteWeakGlobalRef(exception_class);
        env->DeleteWeakGlobalRef(log_class);
    }
}

JNIEXPORT jbyteArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_init(JNIEnv * env, jclass, jbyteArray folder) {
    return guarded(env, nullptr, [&]() -> jbyteArray {
        static std::mutex once;
        std::lock_guard<std::mutex> lock(once);
        install_hooks();
        ggml_log_callback log = nullptr;
        void * log_data = nullptr;
        ggml_log_get(&log, &log_data);
        listen_to_log(log, log_data);  // the llama.cpp in this library keeps its own
        ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
        if (!cpu) {
            const std::string path = from_java(env, folder);
            ggml_backend_load_all_from_path(path.c_str());
            cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
            if (!cpu) {
                throw failure(error_code::backend, "no CPU module in " + path + " runs on this machine");
            }
            llama_backend_init();
        }
        std::string features;
        for (const std::string & name : cpu_features()) {
            features += (features.empty() ? "" : " ") + name;
        }
        return to_java(env, std::string(llama_version()) + "\n" + ggml_backend_dev_description(cpu) + "\n" + features + "\n" +
                                file_of(cpu_function<const void *>(GET_FEATURES)));
    });
}

JNIEXPORT jint JNICALL Java_io_github_sentiment4j_jni_internal_Natives_loadCuda(JNIEnv * env, jclass, jbyteArray path) {
    return guarded(env, nullptr, [&] { return (jint) load_cuda(from_java(env, path)); });
}

JNIEXPORT jlong JNICALL Java_io_github_sentiment4j_jni_internal_Natives_open(
        JNIEnv * env, jclass, jbyteArray path, jbyteArray prefix, jbyteArray suffix, jobjectArray labels, jint contexts,
        jint threads, jint max_tokens, jint max_batch, jint truncate, jint flash_attention, jint gpu, jint output_type, jlong output_offset,
        jobject listener) {
    return guarded(env, nullptr, [&]() -> jlong {
        const options opts{contexts, threads, max_tokens, max_batch, (truncation) truncate,
                           (llama_flash_attn_type) flash_attention, gpu, {output_type, output_offset}};
        const auto admit = [&](const context_shape & s, const task & t) {
            const jmethodID method = env->GetMethodID(env->GetObjectClass(listener), "opens", "([I)V");
            check(env);
            env->CallVoidMethod(listener, method, to_java(env, std::vector<jint>{
                s.cells, s.batch, s.outputs, (jint) t.prefix.size(), (jint) t.suffix.size()}));
            check(env);
        };
        return (jlong) engine::open(from_java(env, path), from_java(env, prefix), from_java(env, suffix), from_java(env, labels), opts,
                                    admit).release();
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_close(JNIEnv * env, jclass, jlong handle) {
    close(env, at(handle));
}

JNIEXPORT jintArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_score(
        JNIEnv * env, jclass, jlong handle, jint context, jobjectArray texts) {
    return guarded(env, at(handle), [&]() -> jintArray {
        const batch_scores scores = at(handle)->context(context).score(from_java(env, texts));
        // Layout: see NativeScores.java.
        std::vector<jint> out;
        out.reserve(3 + scores.texts.size() * 4 + scores.segments.size() * (1 + LABELS));
        out.push_back((jint) scores.evaluated_tokens);
        out.push_back((jint) (scores.nanos >> 32));
        out.push_back((jint) scores.nanos);
        for (const text_score & t : scores.texts) {
            out.insert(out.end(), {(jint) t.status, t.prompt_tokens, t.truncated, t.segments});
        }
        for (const segment_score & s : scores.segments) {
            out.push_back(s.text_tokens);
            for (const float p : s.log_p) {
                jint bits;
                static_assert(sizeof(bits) == sizeof(p), "a float travels in an int");
                std::memcpy(&bits, &p, sizeof(p));
                out.push_back(bits);
            }
        }
        return to_java(env, out);
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_cancel(JNIEnv *, jclass, jlong handle, jint context) {
    at(handle)->context(context).cancel();
}

JNIEXPORT jlongArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_counters(JNIEnv * env, jclass, jlong handle, jint context) {
    return guarded(env, at(handle), [&]() -> jlongArray {
        const counters & c = at(handle)->context(context).counted();
        const jlong values[] = {c.decodes, c.evaluated_tokens, c.prefix_tokens};
        jlongArray array = env->NewLongArray(3);
        check(env);
        env->SetLongArrayRegion(array, 0, 3, values);
        return array;
    });
}

JNIEXPORT jintArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_promptTokens(
        JNIEnv * env, jclass, jlong handle, jbyteArray text) {
    return guarded(env, at(handle), [&] {
        const tokens ids = at(handle)->prompt_tokens(from_java(env, text));
        return to_java(env, std::vector<jint>(ids.begin(), ids.end()));
    });
}

JNIEXPORT jobjectArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_decodeWithGrammar(
        JNIEnv * env, jclass, jlong handle, jint context, jobjectArray texts, jbyteArray gbnf,
        jboolean only_label_tokens) {
    return guarded(env, at(handle), [&]() -> jobjectArray {
        const std::vector<std::string> answers = at(handle)->context(context).decode_with_grammar(
            from_java(env, texts), from_java(env, gbnf), only_label_tokens);
        jobjectArray array = env->NewObjectArray((jsize) answers.size(), env->FindClass("[B"), nullptr);
        check(env);
        for (size_t i = 0; i < answers.size(); i++) {
            jbyteArray answer = to_java(env, answers[i]);
            env->SetObjectArrayElement(array, (jsize) i, answer);
            env->DeleteLocalRef(answer);
        }
        return array;
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_quantize(
        JNIEnv * env, jclass, jbyteArray source, jbyteArray target, jint type, jboolean pure, jint threads, jobject listener) {
    guarded(env, nullptr, [&] {
        const jmethodID begins = env->GetMethodID(env->GetObjectClass(listener), "begins", "([B)V");
        check(env);
        quantize(from_java(env, source), from_java(env, target), (llama_ftype) type, pure, threads, [&](const std::string & name) {
            jbyteArray bytes = to_java(env, name);
            env->CallVoidMethod(listener, begins, bytes);
            env->DeleteLocalRef(bytes);
            check(env);
        });
    });
}

JNIEXPORT jlong JNICALL Java_io_github_sentiment4j_jni_internal_Natives_openVocabulary(JNIEnv * env, jclass, jbyteArray path) {
    return guarded(env, nullptr, [&] { return (jlong) new vocabulary(from_java(env, path)); });
}

JNIEXPORT jint JNICALL Java_io_github_sentiment4j_jni_internal_Natives_beginOfText(JNIEnv * env, jclass, jlong handle) {
    return guarded(env, vocabulary_at(handle), [&] { return (jint) vocabulary_at(handle)->begin_of_text(); });
}

JNIEXPORT jintArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_tokenize(
        JNIEnv * env, jclass, jlong handle, jbyteArray text, jboolean parse_special) {
    return guarded(env, vocabulary_at(handle), [&] {
        const tokens ids = vocabulary_at(handle)->tokenize(from_java(env, text), parse_special);
        return to_java(env, std::vector<jint>(ids.begin(), ids.end()));
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_closeVocabulary(JNIEnv * env, jclass, jlong handle) {
    close(env, vocabulary_at(handle));
}

JNIEXPORT jlong JNICALL Java_io_github_sentiment4j_jni_internal_Natives_openProbe(
        JNIEnv * env, jclass, jbyteArray path, jint threads, jint max_tokens) {
    return guarded(env, nullptr, [&] { return (jlong) new probe(from_java(env, path), threads, max_tokens); });
}

JNIEXPORT jintArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_probeShape(JNIEnv * env, jclass, jlong handle) {
    return guarded(env, probe_at(handle), [&] {
        const probe & p = *probe_at(handle);
        return to_java(env, std::vector<jint>{p.layers(), p.units(), p.vocabulary_size()});
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_addActivity(
        JNIEnv * env, jclass, jlong handle, jintArray ids, jdoubleArray sums) {
    guarded(env, probe_at(handle), [&] {
        std::vector<jdouble> values((size_t) env->GetArrayLength(sums));
        env->GetDoubleArrayRegion(sums, 0, (jsize) values.size(), values.data());
        probe_at(handle)->add_activity(from_java(env, ids), values.data());
        env->SetDoubleArrayRegion(sums, 0, (jsize) values.size(), values.data());
    });
}

JNIEXPORT jfloatArray JNICALL Java_io_github_sentiment4j_jni_internal_Natives_logits(
        JNIEnv * env, jclass, jlong handle, jintArray ids) {
    return guarded(env, probe_at(handle), [&]() -> jfloatArray {
        const std::vector<float> logits = probe_at(handle)->logits(from_java(env, ids));
        jfloatArray array = env->NewFloatArray((jsize) logits.size());
        check(env);
        env->SetFloatArrayRegion(array, 0, (jsize) logits.size(), logits.data());
        return array;
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_keepUnits(
        JNIEnv * env, jclass, jlong handle, jbyteArray mask) {
    guarded(env, probe_at(handle), [&] {
        const std::string kept = mask ? from_java(env, mask) : std::string();
        probe_at(handle)->keep_units(std::vector<uint8_t>(kept.begin(), kept.end()));
    });
}

JNIEXPORT void JNICALL Java_io_github_sentiment4j_jni_internal_Natives_closeProbe(JNIEnv * env, jclass, jlong handle) {
    close(env, probe_at(handle));
}

} // extern "C"
