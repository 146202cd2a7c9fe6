/**
 * What the other modules need of the operating system: caches, limits of a container, private
 * folders, hashes, files that appear whole. Needs the JDK only. Nothing here is exported to users.
 */
@SuppressWarnings("module") // the modules named here are compiled later
module io.github.sentiment4j.support {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  exports io.github.sentiment4j.support to
      io.github.sentiment4j.core,
      io.github.sentiment4j.gguf,
      io.github.sentiment4j.jni,
      io.github.sentiment4j.portable,
      io.github.sentiment4j.evaluation,
      io.github.sentiment4j.model,
      io.github.sentiment4j.train,
      io.github.sentiment4j.cli;
}
