/** Makes and changes model files: reads, merges, prunes, converts, quantises, exports. */
@SuppressWarnings("module") // the modules named here are compiled later
module io.github.sentiment4j.model {
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;
  requires io.github.sentiment4j.support;
  requires transitive io.github.sentiment4j.gguf;
  requires transitive io.github.sentiment4j.core;
  requires io.github.sentiment4j.jni;
  requires com.fasterxml.jackson.databind;

  exports io.github.sentiment4j.model;
  exports io.github.sentiment4j.model.checkpoint;
  exports io.github.sentiment4j.model.convert;
  exports io.github.sentiment4j.model.internal.json to
      io.github.sentiment4j.train;
  exports io.github.sentiment4j.model.prune;
  exports io.github.sentiment4j.model.peft;
  exports io.github.sentiment4j.model.safetensors;
  exports io.github.sentiment4j.model.tensor;
  exports io.github.sentiment4j.model.tokenizer;
}
