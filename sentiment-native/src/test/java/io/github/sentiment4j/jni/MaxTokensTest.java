package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a text is cut where training cut it, unless the caller sets {@code maxTokens}. */
final class MaxTokensTest {
  /** A text with more tokens than each limit here except 2048, the context of the tiny model. */
  private static final String LONG_TEXT = "profit fell ".repeat(400);

  @TempDir Path folder;

  @Test
  void build_modelTrainedWithSomeTokens_cutsTextsToThem() {
    assertCutTo(60, SentimentClassifier.builder().model(model(Optional.of(60))));
  }

  @Test
  void build_callersTokens_winOverTheModels() {
    assertCutTo(90, SentimentClassifier.builder().model(model(Optional.of(60))).maxTokens(90));
    assertCutTo(40, SentimentClassifier.builder().model(model(Optional.of(60))).maxTokens(40));
  }

  @Test
  void build_modelThatDoesNotSay_cutsTextsTo512() {
    assertCutTo(512, SentimentClassifier.builder().model(model(Optional.empty())));
  }

  @Test
  void build_modelTrainedWithMoreThanItsContext_takesTheContext() {
    try (SentimentClassifier classifier =
        SentimentClassifier.builder().model(model(Optional.of(131_072))).build()) {
      assertThat(classifier.info().settings().maxTokens()).isEqualTo(2048);
    }
  }

  @Test
  void build_callersTokensAboveTheContext_areRefused() {
    SentimentClassifier.Builder builder =
        SentimentClassifier.builder().model(model(Optional.of(60))).maxTokens(2049);

    assertThatThrownBy(builder::build)
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith(
            "maxTokens is 2049, but this model was made for at most 2048 tokens; lower it");
  }

  private static void assertCutTo(int tokens, SentimentClassifier.Builder builder) {
    try (SentimentClassifier classifier = builder.build()) {
      assertThat(classifier.info().settings().maxTokens()).isEqualTo(tokens);
      assertThat(classifier.info().profile().maxTokens()).hasValue(tokens);
      SentimentResult result = classifier.classify(LONG_TEXT);
      assertThat(result.truncated()).isTrue();
    }
  }

  private Path model(Optional<Integer> maxTokens) {
    return TinyModel.builder()
        .sentiment(
            new SentimentMetadata(
                "news: {text} is",
                List.of("positive", "neutral", "negative"),
                1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                maxTokens))
        .write(folder.resolve("tiny.gguf"));
  }
}
