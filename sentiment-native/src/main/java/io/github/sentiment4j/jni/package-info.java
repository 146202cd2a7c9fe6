/**
 * The native engine: llama.cpp inside the JVM.
 *
 * <p>Applications do not use this package; they add the artifact and get the engine through {@code
 * SentimentClassifier}. The order of the classes is that of one call: {@link
 * io.github.sentiment4j.jni.NativeEngineProvider} checks the model file in Java, since llama.cpp
 * ends the process on some damaged ones; {@code NativeLibrary} unpacks and loads the libraries;
 * {@code NativeEngine} makes one native call per batch; {@code Natives} holds every native method.
 *
 * <h2>Where the libraries come from</h2>
 *
 * <p>They lie in the jar under {@code META-INF/sentiment4j/natives/<platform>} and are unpacked
 * once per user and version into a cache (see {@code UserCache}). With {@code
 * -Dsentiment4j.native.path=<folder>} they are loaded from that folder and nowhere else.
 */
package io.github.sentiment4j.jni;
