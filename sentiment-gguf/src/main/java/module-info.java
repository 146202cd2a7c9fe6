/**
 * The GGUF file format and the keys in which a sentiment model describes itself; needs the JDK
 * only.
 */
module io.github.sentiment4j.gguf {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires io.github.sentiment4j.support;

  exports io.github.sentiment4j.gguf;
}
