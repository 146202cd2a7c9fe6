/** The {@code sentiment} command. */
module io.github.sentiment4j.cli {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires io.github.sentiment4j.support;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.github.sentiment4j.core;
  requires io.github.sentiment4j.evaluation;
  requires io.github.sentiment4j.gguf;
  requires io.github.sentiment4j.jni;
  requires io.github.sentiment4j.model;
  requires io.github.sentiment4j.train;
  requires java.desktop;
  requires org.apache.commons.csv;
  requires xchart;

  opens io.github.sentiment4j.cli to
      info.picocli;
  opens io.github.sentiment4j.cli.command to
      info.picocli;
  opens io.github.sentiment4j.cli.doctor to
      info.picocli;
  opens io.github.sentiment4j.cli.evaluate to
      info.picocli;
  opens io.github.sentiment4j.cli.input to
      info.picocli;
  opens io.github.sentiment4j.cli.model to
      info.picocli;
  opens io.github.sentiment4j.cli.output to
      info.picocli;
  opens io.github.sentiment4j.cli.predict to
      info.picocli;
  opens io.github.sentiment4j.cli.train to
      info.picocli;

  provides java.lang.System.LoggerFinder with
      io.github.sentiment4j.cli.StderrLoggerFinder;
}
