/**
 * The native engine: llama.cpp inside the JVM.
 *
 * <p>Applications do not use this package; they add the artifact and get the engine through {@code
 * SentimentClassifier}. The order of the classes is that of one call: {@link
 * io.github.sentiment4j.jni.NativeEngineProvider} checks the model file in Java, since llama.cpp
 * ends the process on some damaged ones; {@code NativeLibrary} unpacks and loads the libraries;
 * {@code NativeEngine} makes one native call per batch; {@code Natives} holds every native method.
 *
 * <p>Tools that make model files use {@link io.github.sentiment4j.jni.Quantizer}, {@link
 * io.github.sentiment4j.jni.LlamaTokenizer} and {@link io.github.sentiment4j.jni.ModelProbe}.
 *
 * <h2>Where the libraries come from</h2>
 *
 * <p>They lie in the jar under {@code META-INF/sentiment4j/natives/<platform>} and are unpacked
 * once per user and version into a cache (see {@code UserCache}). With {@code
 * -Dsentiment4j.native.path=<folder>} they are loaded from that folder and nowhere else.
 *
 * <h2>When ggml aborts</h2>
 *
 * <p>{@code GGML_ASSERT} ends a process. The check in Java is what keeps damaged files from it. As
 * a second net an abort on the calling thread becomes an exception, {@code ENGINE_FAILED}; that
 * engine refuses further calls and its memory is given up. A model is computed once on one thread
 * when it is opened, so that what a file can cause happens there. An abort on another thread of
 * ggml still ends the process.
 */
@NullMarked
package io.github.sentiment4j.jni;

import org.jspecify.annotations.NullMarked;
