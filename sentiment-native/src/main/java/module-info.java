/**
 * llama.cpp through JNI: the scoring engine, used through the API of {@code
 * io.github.sentiment4j.core}, and what making model files needs.
 */
module io.github.sentiment4j.jni {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires io.github.sentiment4j.support;
  requires com.sun.jna;
  requires transitive io.github.sentiment4j.core;
  requires transitive io.github.sentiment4j.gguf;

  exports io.github.sentiment4j.jni;
  exports io.github.sentiment4j.jni.gpu;

  provides io.github.sentiment4j.core.ScoringEngineProvider with
      io.github.sentiment4j.jni.NativeEngineProvider;
}
