// The JNI functions of io.github.sentiment4j.jni.internal.Natives.
#include <jni.h>

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <cstring>
#include <mutex>
#include <string>

#include "cpu.h"
#include "engine.h"
#include "java.h"
#include "probe.h"
#include "quantizer.h"
#include "vocabulary.h"

namespace {

using namespace s4j;

// Every library has its own unwinder (libgcc is linked statically). A copy that has not unwound anything yet ends the
// process when an exception of another library passes through it.
void prepare_unwinder() {
    try {
        throw failure(error_code::internal, "never seen");
    } catch (const failure &) {
        return;
    }
}

// NOLINTBEGIN(performance-no-int-to-ptr): a handle is a pointer in a long of Java
engine * engine_at(jlong handle) { return reinterpret_cast<engine *>(handle); }
vocabulary * vocabulary_at(jlong handle) { return reinterpret_cast<vocabulary *>(handle); }
probe * probe_at(jlong handle) { return reinterpret_cast<probe *>(handle); }
// NOLINTEND(performance-no-int-to-ptr)

// The file that code at `address` was loaded from; empty if the system does not say.
std::string file_of([[maybe_unused]] const void * address) {
#ifndef _WIN32
    Dl_info info;
    if (dladdr(address, &info) && info.dli_fname) {
        return info.dli_fname;
    }
#endif
    return "";
}

// The layout is in wire.h.
std::vector<jint> to_wire(const batch_scores & scores) {
    std::vector<jint> out;
    out.reserve(HEADER_INTS + scores.texts.size() * TEXT_INTS + scores.segments.size() * SEGMENT_INTS);
    out.insert(out.end(), {(jint) scores.evaluated_tokens, (jint) (scores.nanos >> 32), (jint) scores.nanos});
    for (const text_score & t : scores.texts) {
        out.insert(out.end(), {(jint) t.status, t.prompt_tokens, t.truncated, t.segments});
    }
    for (const segment_score & s : scores.segments) {
        out.push_back(s.text_tokens);
        for (const float p : s.log_p) {
            jint bits;
            static_assert(sizeof(bits) == sizeof(p));
            std::memcpy(&bits, &p, sizeof(p));
            out.push_back(bits);
        }
    }
    return out;
}

}  // namespace

// The name of the C++ function of a native method.
#define NATIVE(method) JNICALL Java_io_github_sentiment4j_jni_internal_Natives_##method

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM * vm, void *) {
    JNIEnv * env = nullptr;
    if (vm->GetEnv((void **) &env, JNI_VERSION_10) != JNI_OK) {
        return JNI_ERR;
    }
    prepare_unwinder();
    return find_java_classes(env) ? JNI_VERSION_10 : JNI_ERR;
}

JNIEXPORT void JNICALL JNI_OnUnload(JavaVM * vm, void *) {
    JNIEnv * env = nullptr;
    if (vm->GetEnv((void **) &env, JNI_VERSION_10) == JNI_OK) {
        forget_java_classes(env);
    }
}

JNIEXPORT jbyteArray NATIVE(init)(JNIEnv * env, jclass, jbyteArray folder) {
    return guarded(env, nullptr, [&]() -> jbyteArray {
        static std::mutex once;
        const std::lock_guard<std::mutex> lock(once);
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
        return to_java(env, std::string(llama_version()) + "\n" + ggml_backend_dev_description(cpu) + "\n" + features +
                                "\n" + file_of(cpu_function<const void *>(GET_FEATURES)));
    });
}

JNIEXPORT jint NATIVE(loadCuda)(JNIEnv * env, jclass, jbyteArray path) {
    return guarded(env, nullptr, [&] { return (jint) load_cuda(from_java(env, path)); });
}

JNIEXPORT jlong NATIVE(open)(JNIEnv * env, jclass, jbyteArray path, jbyteArray prefix, jbyteArray suffix,
                             jobjectArray labels, jint contexts, jint threads, jint max_tokens, jint max_batch,
                             jint truncate, jint flash_attention, jint gpu, jint output_type, jlong output_offset,
                             jobject listener) {
    return guarded(env, nullptr, [&]() -> jlong {
        const output_matrix output{output_type, output_offset};
        const auto flash = (llama_flash_attn_type) flash_attention;
        const options opts{contexts, threads, max_tokens, max_batch, (truncation) truncate, flash, gpu, output};
        const auto admit = [&](const context_shape & s, const prompt & p) {
            const jmethodID method = env->GetMethodID(env->GetObjectClass(listener), "opens", "([I)V");
            check(env);
            const std::vector<jint> sizes{s.cells, s.batch, s.outputs, (jint) p.prefix.size(), (jint) p.suffix.size()};
            env->CallVoidMethod(listener, method, to_java(env, sizes));
            check(env);
        };
        auto opened = engine::open(from_java(env, path), from_java(env, prefix), from_java(env, suffix),
                                   from_java(env, labels), opts, admit);
        return reinterpret_cast<jlong>(opened.release());
    });
}

JNIEXPORT void NATIVE(close)(JNIEnv * env, jclass, jlong handle) { close(env, engine_at(handle)); }

JNIEXPORT jintArray NATIVE(score)(JNIEnv * env, jclass, jlong handle, jint context, jobjectArray texts) {
    return guarded(env, engine_at(handle), [&] {
        return to_java(env, to_wire(engine_at(handle)->context(context).score(from_java(env, texts))));
    });
}

JNIEXPORT void NATIVE(cancel)(JNIEnv *, jclass, jlong handle, jint context) {
    engine_at(handle)->context(context).cancel();
}

JNIEXPORT void NATIVE(quantize)(JNIEnv * env, jclass, jbyteArray source, jbyteArray target, jint type, jboolean pure,
                                jint threads, jobject listener) {
    guarded(env, nullptr, [&] {
        const jmethodID begins = env->GetMethodID(env->GetObjectClass(listener), "begins", "([B)V");
        check(env);
        quantize(from_java(env, source), from_java(env, target), (llama_ftype) type, pure, threads,
                 [&](const std::string & name) {
                     jbyteArray bytes = to_java(env, name);
                     env->CallVoidMethod(listener, begins, bytes);
                     env->DeleteLocalRef(bytes);
                     check(env);
                 });
    });
}

JNIEXPORT jlong NATIVE(openVocabulary)(JNIEnv * env, jclass, jbyteArray path) {
    return guarded(env, nullptr, [&] { return reinterpret_cast<jlong>(new vocabulary(from_java(env, path))); });
}

JNIEXPORT jint NATIVE(beginOfText)(JNIEnv * env, jclass, jlong handle) {
    return guarded(env, vocabulary_at(handle), [&] { return (jint) vocabulary_at(handle)->begin_of_text(); });
}

JNIEXPORT jintArray NATIVE(tokenize)(JNIEnv * env, jclass, jlong handle, jbyteArray text, jboolean parse_special) {
    return guarded(env, vocabulary_at(handle),
                   [&] { return to_java(env, vocabulary_at(handle)->tokenize(from_java(env, text), parse_special)); });
}

JNIEXPORT void NATIVE(closeVocabulary)(JNIEnv * env, jclass, jlong handle) { close(env, vocabulary_at(handle)); }

JNIEXPORT jlong NATIVE(openProbe)(JNIEnv * env, jclass, jbyteArray path, jint threads, jint max_tokens) {
    return guarded(env, nullptr,
                   [&] { return reinterpret_cast<jlong>(new probe(from_java(env, path), threads, max_tokens)); });
}

JNIEXPORT jintArray NATIVE(probeShape)(JNIEnv * env, jclass, jlong handle) {
    return guarded(env, probe_at(handle), [&] {
        const probe & p = *probe_at(handle);
        return to_java(env, std::vector<jint>{p.layers(), p.units(), p.vocabulary_size()});
    });
}

JNIEXPORT void NATIVE(addActivity)(JNIEnv * env, jclass, jlong handle, jintArray ids, jdoubleArray sums) {
    guarded(env, probe_at(handle), [&] {
        std::vector<jdouble> values((size_t) env->GetArrayLength(sums));
        env->GetDoubleArrayRegion(sums, 0, (jsize) values.size(), values.data());
        probe_at(handle)->add_activity(from_java(env, ids), values.data());
        env->SetDoubleArrayRegion(sums, 0, (jsize) values.size(), values.data());
    });
}

JNIEXPORT jfloatArray NATIVE(logits)(JNIEnv * env, jclass, jlong handle, jintArray ids) {
    return guarded(env, probe_at(handle), [&]() -> jfloatArray {
        const std::vector<float> logits = probe_at(handle)->logits(from_java(env, ids));
        jfloatArray array = env->NewFloatArray((jsize) logits.size());
        check(env);
        env->SetFloatArrayRegion(array, 0, (jsize) logits.size(), logits.data());
        return array;
    });
}

JNIEXPORT void NATIVE(keepUnits)(JNIEnv * env, jclass, jlong handle, jbyteArray mask) {
    guarded(env, probe_at(handle), [&] {
        const std::string kept = mask ? from_java(env, mask) : std::string();
        probe_at(handle)->keep_units(std::vector<uint8_t>(kept.begin(), kept.end()));
    });
}

JNIEXPORT void NATIVE(closeProbe)(JNIEnv * env, jclass, jlong handle) { close(env, probe_at(handle)); }

}  // extern "C"
