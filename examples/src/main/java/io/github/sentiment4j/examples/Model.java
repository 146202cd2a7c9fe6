package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.SentimentClassifier;
import java.nio.file.Path;

/** The choice of the model of the examples. */
final class Model {
  private Model() {}

  /** Returns a builder with the model file of an argument, or without it the embedded model. */
  static SentimentClassifier.Builder of(String[] args, int index) {
    SentimentClassifier.Builder builder = SentimentClassifier.builder();
    return args.length > index ? builder.model(Path.of(args[index])) : builder.embeddedModel();
  }
}
