package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Opens engines, by default with one thread for each context. */
final class TestEngine {
  private final Path model;
  private int contexts = 1;
  private int threads = 1;
  private int maxTokens = 512;
  private int maxBatch = 32;
  private Truncation truncation = Truncation.END;
  private Optional<PromptTemplate> prompt = Optional.empty();
  private Optional<LabelWords> labels = Optional.empty();

  private TestEngine(Path model) {
    this.model = model;
  }

  static TestEngine of(Path model) {
    return new TestEngine(model);
  }

  static NativeEngine open(Path model) {
    return of(model).open();
  }

  TestEngine contexts(int value) {
    contexts = value;
    return this;
  }

  TestEngine threads(int value) {
    threads = value;
    return this;
  }

  TestEngine maxTokens(int value) {
    maxTokens = value;
    return this;
  }

  TestEngine maxBatch(int value) {
    maxBatch = value;
    return this;
  }

  TestEngine truncation(Truncation value) {
    truncation = value;
    return this;
  }

  TestEngine prompt(String template) {
    prompt = Optional.of(PromptTemplate.of(template));
    return this;
  }

  TestEngine labels(LabelWords value) {
    labels = Optional.of(value);
    return this;
  }

  NativeEngine open() {
    return (NativeEngine) new NativeEngineProvider().open(spec());
  }

  EngineSpec spec() {
    return new EngineSpec(
        Optional.of(model),
        Device.CPU,
        FlashAttention.AUTO,
        contexts,
        threads,
        OptionalInt.of(maxTokens),
        maxBatch,
        truncation,
        prompt,
        labels,
        OptionalDouble.empty());
  }
}
