/** The tool of the default model's recipe that makes training sentences. */
module io.github.sentiment4j.corpus {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
}
