package io.github.sentiment4j.model.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code sentiment.*} keys that a conversion sets. Those that are empty stay as the base has
 * them; see {@link SentimentMetadata} for their meaning.
 */
public record SentimentKeys(
    Optional<String> prompt,
    Optional<List<String>> labels,
    Optional<Float> temperature,
    Optional<List<Float>> bias,
    Optional<Float> abstainBelow,
    Optional<String> training,
    Optional<String> license,
    Optional<Integer> maxTokens) {
  private static final List<String> DEFAULT_LABELS = List.of("positive", "neutral", "negative");

  /**
   * Returns the description of the model after these keys are set; the other keys are the base's.
   *
   * @throws IllegalArgumentException if a value is out of its range, or there is no prompt
   */
  Optional<SentimentMetadata> over(Optional<SentimentMetadata> base) {
    if (Stream.of(prompt, labels, temperature, bias, abstainBelow, training, license, maxTokens)
        .allMatch(Optional::isEmpty)) {
      return base;
    }
    return Optional.of(
        new SentimentMetadata(
            prompt
                .or(() -> base.map(SentimentMetadata::prompt))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "sentiment.prompt: expected the prompt that the model was trained"
                                + " with, found none here and none in the base")),
            labels.or(() -> base.map(SentimentMetadata::labels)).orElse(DEFAULT_LABELS),
            temperature.or(() -> base.map(SentimentMetadata::temperature)).orElse(1f),
            bias.or(() -> base.map(SentimentMetadata::bias)).orElse(List.of()),
            abstainBelow.or(() -> base.flatMap(SentimentMetadata::abstainBelow)),
            training.or(() -> base.flatMap(SentimentMetadata::training)),
            license.or(() -> base.flatMap(SentimentMetadata::license)),
            maxTokens.or(this::ofRun).or(() -> base.flatMap(SentimentMetadata::maxTokens))));
  }

  /** The tokens that {@code run.json} of a fine-tune names among its settings. */
  private Optional<Integer> ofRun() {
    return training
        .map(json -> JsonFile.tree(Path.of("sentiment.training"), "", json))
        .map(run -> run.at("/settings/max_tokens"))
        .filter(JsonNode::isInt)
        .map(JsonNode::intValue);
  }
}
