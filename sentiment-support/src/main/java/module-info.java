/**
 * Operating-system helpers of the other modules: caches, limits of a container, private folders,
 * hashes, atomic files. It needs the JDK only and exports nothing to users.
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
