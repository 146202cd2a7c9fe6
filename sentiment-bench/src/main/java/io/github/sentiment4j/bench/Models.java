package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import java.nio.file.Path;

/** How every benchmark opens its model. */
final class Models {
  /**
   * One prompt for all models, so that as many tokens are as much work. It has no prefix that could
   * be kept: every token of it is evaluated in every call.
   */
  static final PromptTemplate PROMPT = PromptTemplate.of("{text}\n情绪：");

  private Models() {}

  static SentimentClassifier.Builder builder(String model, Device device) {
    return SentimentClassifier.builder().model(Path.of(model)).prompt(PROMPT).device(device);
  }
}
