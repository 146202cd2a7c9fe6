package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.SentimentClassifier;
import java.nio.file.Path;

/** Where the examples take their model from. */
final class Model {
  private Model() {}

  /** The file that an argument names; without that argument the model that is built in. */
  static SentimentClassifier.Builder of(String[] args, int index) {
    SentimentClassifier.Builder builder = SentimentClassifier.builder();
    return args.length > index ? builder.model(Path.of(args[index])) : builder.embeddedModel();
  }
}
