package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
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
