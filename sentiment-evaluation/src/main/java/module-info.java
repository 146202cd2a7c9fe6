/** Measures, compares and calibrates classifiers on labelled texts. */
@SuppressWarnings("module") // the modules named here are compiled later
module io.github.sentiment4j.evaluation {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive io.github.sentiment4j.core;
  requires transitive io.github.sentiment4j.gguf;
  requires io.github.sentiment4j.support;
  requires com.fasterxml.jackson.core;
  requires java.desktop;
  requires org.apache.commons.csv;
  requires org.apache.commons.statistics.distribution;
  requires org.dhatim.fastexcel.reader;
  requires xchart;

  exports io.github.sentiment4j.evaluation;
  exports io.github.sentiment4j.evaluation.data;
  exports io.github.sentiment4j.evaluation.format;
  exports io.github.sentiment4j.evaluation.report;
  exports io.github.sentiment4j.evaluation.internal to
      io.github.sentiment4j.train;
  exports io.github.sentiment4j.evaluation.internal.output to
      io.github.sentiment4j.cli;
  exports io.github.sentiment4j.evaluation.internal.source to
      io.github.sentiment4j.train;
}
