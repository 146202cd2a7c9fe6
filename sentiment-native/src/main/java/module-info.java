/**
 * The native engine, which runs llama.cpp through JNI. Applications use it through the API of
 * {@code io.github.sentiment4j.core}; tools that make model files use its quantiser, tokenizer and
 * probe.
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
