/**
 * The GGUF file format and the keys in which a sentiment model describes itself; needs the JDK
 * only.
 */
@SuppressWarnings("module") // the modules named here are compiled later
module io.github.sentiment4j.gguf {
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;
  requires io.github.sentiment4j.support;

  exports io.github.sentiment4j.gguf;
  exports io.github.sentiment4j.gguf.internal to
      io.github.sentiment4j.portable,
      io.github.sentiment4j.model;
}
