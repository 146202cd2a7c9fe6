package io.github.sentiment4j.model.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.json.JsonFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code sentiment.*} keys that a conversion was asked for; null where it was not. */
record SentimentKeys(
    String prompt,
    List<String> labels,
    Float temperature,
    List<Float> bias,
    Float abstainBelow,
    String training,
    String license,
    Integer maxTokens) {
  private static final List<String> DEFAULT_LABELS = List.of("positive", "neutral", "negative");

  /**
   * What the model says about itself after these keys were set: the others stay as the base has
   * them.
   *
   * @throws IllegalArgumentException if a value is out of its range, or there is no prompt
   */
  Optional<SentimentMetadata> over(Optional<SentimentMetadata> base) {
    if (Stream.of(prompt, labels, temperature, bias, abstainBelow, training, license, maxTokens)
        .allMatch(Objects::isNull)) {
      return base;
    }
    return Optional.of(
        new SentimentMetadata(
            first(prompt, base.map(SentimentMetadata::prompt))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "sentiment.prompt: expected the prompt that the model was trained"
                                + " with, found none here and none in the base")),
            first(labels, base.map(SentimentMetadata::labels)).orElse(DEFAULT_LABELS),
            first(temperature, base.map(SentimentMetadata::temperature)).orElse(1f),
            first(bias, base.map(SentimentMetadata::bias)).orElse(List.of()),
            first(abstainBelow, base.flatMap(SentimentMetadata::abstainBelow)),
            first(training, base.flatMap(SentimentMetadata::training)),
            first(license, base.flatMap(SentimentMetadata::license)),
            Optional.ofNullable(maxTokens)
                .or(this::ofRun)
                .or(() -> base.flatMap(SentimentMetadata::maxTokens))));
  }

  /** The tokens that {@code run.json} of a fine-tune names among its settings. */
  private Optional<Integer> ofRun() {
    if (training == null) {
      return Optional.empty();
    }
    JsonNode tokens =
        JsonFile.tree(Path.of("sentiment.training"), "", training).at("/settings/max_tokens");
    return tokens.isInt() ? Optional.of(tokens.intValue()) : Optional.empty();
  }

  private static <T> Optional<T> first(T wanted, Optional<T> inBase) {
    return Optional.ofNullable(wanted).or(() -> inBase);
  }
}
