/**
 * The scoring engine over llama.cpp through JNI; used through the API of {@code
 * io.github.sentiment4j.core}.
 */
module io.github.sentiment4j.jni {
  requires io.github.sentiment4j.core;
  requires io.github.sentiment4j.gguf;

  provides io.github.sentiment4j.core.spi.ScoringEngineProvider with
      io.github.sentiment4j.jni.NativeEngineProvider;
}
