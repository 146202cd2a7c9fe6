/** The API of sentiment4j and the SPI that scoring engines implement. It needs the JDK only. */
module io.github.sentiment4j.core {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires io.github.sentiment4j.support;

  exports io.github.sentiment4j.core;

  uses io.github.sentiment4j.core.ScoringEngineProvider;
}
