#include "java.h"

namespace s4j {

namespace {

jclass exception_class = nullptr;
jmethodID exception_constructor = nullptr;
jclass log_class = nullptr;
jmethodID log_method = nullptr;

}  // namespace

bool find_java_classes(JNIEnv * env) {
    jclass exception = env->FindClass("io/github/sentiment4j/jni/internal/NativeException");
    jclass log = exception ? env->FindClass("io/github/sentiment4j/jni/internal/NativeLog") : nullptr;
    if (!log) {
        return false;
    }
    // Weak references: a strong one would keep the class loader, and so this library, forever. While a native method
    // runs, its class loader lives, and so do these classes.
    exception_class = (jclass) env->NewWeakGlobalRef(exception);
    exception_constructor = env->GetMethodID(exception_class, "<init>", "(I[B)V");
    log_class = (jclass) env->NewWeakGlobalRef(log);
    log_method = env->GetStaticMethodID(log_class, "log", "(I[B)V");
    return exception_constructor && log_method;
}

void forget_java_classes(JNIEnv * env) {
    env->DeleteWeakGlobalRef(exception_class);
    env->DeleteWeakGlobalRef(log_class);
}

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

std::string from_java(JNIEnv * env, jbyteArray array) {
    std::string text((size_t) env->GetArrayLength(array), '\0');
    env->GetByteArrayRegion(array, 0, (jsize) text.size(), (jbyte *) text.data());
    return text;
}

tokens from_java(JNIEnv * env, jintArray array) {
    tokens ids((size_t) env->GetArrayLength(array));
    env->GetIntArrayRegion(array, 0, (jsize) ids.size(), ids.data());
    return ids;
}

std::vector<std::string> from_java(JNIEnv * env, jobjectArray arrays) {
    std::vector<std::string> texts((size_t) env->GetArrayLength(arrays));
    for (size_t i = 0; i < texts.size(); i++) {
        auto * array = (jbyteArray) env->GetObjectArrayElement(arrays, (jsize) i);
        check(env);
        texts[i] = from_java(env, array);
        env->DeleteLocalRef(array);
    }
    return texts;
}

void hand_over(JNIEnv * env, const log_lines & lines, bool errors) {
    for (const auto & [level, line] : lines) {
        if (level == GGML_LOG_LEVEL_ERROR && !errors) {
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

void throw_java(JNIEnv * env, error_code code, const char * prefix, const char * message,
                const log_lines & lines) noexcept {
    if (env->ExceptionCheck()) {
        return;  // it says more
    }
    try {
        hand_over(env, lines, false);
        std::string whole = std::string(prefix) + message;
        for (const auto & [level, line] : lines) {
            if (level == GGML_LOG_LEVEL_ERROR) {
                whole += "; " + line;
            }
        }
        jbyteArray text = to_java(env, whole);
        auto * exception = (jthrowable) env->NewObject(exception_class, exception_constructor, (jint) code, text);
        if (exception) {
            env->Throw(exception);
        }
    } catch (...) {
        jclass error = env->ExceptionCheck() ? nullptr : env->FindClass("java/lang/OutOfMemoryError");
        if (error) {
            env->ThrowNew(error, "native memory is exhausted");
        }
    }
}

}  // namespace s4j
