package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint that is another one in all that it does not say itself. */
public abstract class WrappedCheckpoint implements Checkpoint {
  /** The other one. */
  protected final Checkpoint base;

  /** Wraps a checkpoint. */
  protected WrappedCheckpoint(Checkpoint base) {
    this.base = base;
  }

  /** The metadata of the other one, with sizes that are no longer the same. */
  protected static Map<String, GgufValue> metadata(Checkpoint base, DecoderConfig config) {
    Map<String, GgufValue> sizes = new LinkedHashMap<>(base.metadata());
    String prefix = config.architecture().gguf();
    if (!config.equals(base.config())) {
      // The size that the whole model is known by.
      sizes.remove("general.size_label");
    }
    replace(sizes, prefix + ".block_count", config.layers());
    replace(sizes, prefix + ".feed_forward_length", config.feedForwardSize());
    replace(sizes, prefix + ".vocab_size", config.vocabularySize());
    return Collections.unmodifiableMap(sizes);
  }

  private static void replace(Map<String, GgufValue> metadata, String key, int size) {
    metadata.computeIfPresent(key, (k, value) -> GgufValue.uint32(size));
  }

  @Override
  public Path source() {
    return base.source();
  }

  @Override
  public DecoderConfig config() {
    return base.config();
  }

  @Override
  public Vocabulary vocabulary() {
    return base.vocabulary();
  }

  @Override
  public Map<String, GgufValue> metadata() {
    return base.metadata();
  }

  @Override
  public List<String> names() {
    return base.names();
  }

  @Override
  public List<String> warnings() {
    return base.warnings();
  }
}
