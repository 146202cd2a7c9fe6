package io.github.sentiment4j.bench.input;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import java.nio.file.Path;

/** The settings with which each benchmark opens its model. */
public final class Models {
  /**
   * The prompt of all models, so that the same number of tokens means the same work. It has no
   * prefix that could stay in the KV cache; each call evaluates all of its tokens.
   */
  public static final PromptTemplate PROMPT = PromptTemplate.of("{text}\n情绪：");

  private Models() {}

  /** Returns a builder for a classifier with this prompt. */
  public static SentimentClassifier.Builder builder(String model, Device device) {
    return SentimentClassifier.builder().model(Path.of(model)).prompt(PROMPT).device(device);
  }
}
