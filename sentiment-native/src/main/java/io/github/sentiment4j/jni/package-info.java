/**
 * The native engine, which runs llama.cpp inside the JVM.
 *
 * <p>Applications do not use this package directly; they add the artifact and use {@code
 * SentimentClassifier}. {@link io.github.sentiment4j.jni.NativeEngineProvider} checks the model
 * file in Java, because llama.cpp ends the process on some damaged files, and opens it. {@code
 * NativeLibrary} unpacks and loads the libraries. {@code NativeContext} makes one native call for a
 * batch. {@code Natives} declares all native methods.
 *
 * <p>Tools that make model files use {@link io.github.sentiment4j.jni.Quantizer}, {@link
 * io.github.sentiment4j.jni.LlamaTokenizer} and {@link io.github.sentiment4j.jni.ModelProbe}.
 *
 * <h2>Location of the libraries</h2>
 *
 * <p>The jar holds the libraries under {@code META-INF/sentiment4j/natives/<platform>}. They are
 * unpacked once per user and version into a cache (see {@code UserCache}). With {@code
 * -Dsentiment4j.native.path=<folder>} they are loaded from that folder and nowhere else.
 *
 * <h2>Aborts of ggml</h2>
 *
 * <p>A failed {@code GGML_ASSERT} ends the process. The check in Java keeps damaged files away from
 * ggml. As a second protection, an abort on the calling thread becomes an exception with the code
 * {@code ENGINE_FAILED}; that engine then refuses further calls, and its memory is not freed.
 * Opening a model computes it once on one thread, so that a fault of the file shows there. An abort
 * on another thread of ggml still ends the process.
 */
@NullMarked
package io.github.sentiment4j.jni;

import org.jspecify.annotations.NullMarked;
