/** Makes data sets and trains on them. */
module io.github.sentiment4j.train {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires io.github.sentiment4j.support;
  requires transitive io.github.sentiment4j.core;
  requires transitive io.github.sentiment4j.evaluation;
  requires transitive io.github.sentiment4j.model;
  requires ai.djl.tokenizers;
  requires com.fasterxml.jackson.databind;
  requires io.github.sentiment4j.gguf;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;
  requires org.bytedeco.pytorch;

  exports io.github.sentiment4j.train;
  exports io.github.sentiment4j.train.data;
  exports io.github.sentiment4j.train.spec;
}
