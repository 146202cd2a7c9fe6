// What every JNI function needs: strings and arrays between Java and C++, and failures as a NativeException.
#pragma once

#include <jni.h>

#include <exception>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include "failure.h"
#include "hooks.h"
#include "model.h"
#include "prompt.h"

namespace s4j {

// Thrown when a Java exception is pending, to unwind to the JNI function.
struct java_exception {};

// Finds the classes that this library calls; false if one is missing.
bool find_java_classes(JNIEnv * env);
void forget_java_classes(JNIEnv * env);

// Throws java_exception if a Java exception is pending.
void check(JNIEnv * env);

jbyteArray to_java(JNIEnv * env, const std::string & text);
jintArray to_java(JNIEnv * env, const std::vector<jint> & values);
std::string from_java(JNIEnv * env, jbyteArray array);
tokens from_java(JNIEnv * env, jintArray array);
std::vector<std::string> from_java(JNIEnv * env, jobjectArray arrays);

// Passes log lines to NativeLog.java, errors only on demand.
void hand_over(JNIEnv * env, const log_lines & lines, bool errors);

// Throws a NativeException whose message ends with the errors among the log lines, or an OutOfMemoryError. The other
// lines go to the log. A Java exception that is pending stays.
void throw_java(JNIEnv * env, error_code code, const char * prefix, const char * message,
                const log_lines & lines) noexcept;

// Runs the body of a JNI function for the object that its handle points to, if any. Each kind of failure becomes a Java
// exception, and the result is then 0 or null.
template <typename Body>
auto guarded(JNIEnv * env, breakable * object, Body body) -> decltype(body()) {
    log_lines lines;
    try {
        if (object && object->broken) {
            throw failure(error_code::aborted, "the engine refuses calls since ggml aborted in it; open a new one");
        }
        const s4j::guard sink(lines);
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            hand_over(env, lines, true);
            return;
        } else {
            auto result = body();
            hand_over(env, lines, true);
            return result;
        }
    } catch (const java_exception &) {
        // pending already
    } catch (const ggml_aborted & problem) {
        if (object) {
            object->broken = true;
        }
        throw_java(env, error_code::aborted, "ggml aborted: ", problem.what(), lines);
    } catch (const failure & problem) {
        throw_java(env, problem.code, "", problem.what(), lines);
    } catch (const std::bad_alloc &) {
        throw_java(env, error_code::out_of_memory, "", "native memory is exhausted", lines);
    } catch (const std::exception & problem) {
        throw_java(env, error_code::internal, "", problem.what(), lines);
    } catch (...) {
        throw_java(env, error_code::internal, "", "unknown C++ exception", lines);
    }
    return decltype(body())();
}

// Frees the object behind a handle, unless ggml has aborted in it.
template <typename T>
void close(JNIEnv * env, T * object) {
    if (!object->broken) {
        guarded(env, nullptr, [&] { delete object; });
    }
}

}  // namespace s4j
