package io.github.sentiment4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ScoredTextsTest {
  private static final LabelledText UP = new LabelledText("0.7 0.2 0.1", Sentiment.POSITIVE);
  private static final LabelledText FLAT = new LabelledText("0.3 0.6 0.1", Sentiment.NEUTRAL);
  private static final LabelledText LONG = new LabelledText("long", Sentiment.NEGATIVE);

  private static ScoredTexts score(String model, LabelledText... texts) {
    try (SentimentClassifier classifier = ScriptedEngineProvider.classifier(model).build()) {
      return ScoredTexts.of(classifier, List.of(texts));
    }
  }

  @Test
  void of_moreTextsThanABatch_areScoredInWindowsInTheirOrder() {
    List<String> windows = new ArrayList<>();
    try (SentimentClassifier classifier =
        ScriptedEngineProvider.classifier("m").maxBatch(2).build()) {
      ScoredTexts scored =
          ScoredTexts.of(
              classifier,
              List.of(UP, FLAT, UP, UP, FLAT),
              (window, done) -> windows.add(window + " of " + done));

      assertThat(windows).containsExactly("2 of 2", "2 of 4", "1 of 5");
      assertThat(scored.times()).hasSize(5).allSatisfy(time -> assertThat(time).isPositive());
      assertThat(scored.times().get(0)).isEqualTo(scored.times().get(1));
      assertThat(Stream.of(0, 1, 2, 3, 4).map(scored.predictions()::label))
          .containsExactly(
              Sentiment.POSITIVE,
              Sentiment.NEUTRAL,
              Sentiment.POSITIVE,
              Sentiment.POSITIVE,
              Sentiment.NEUTRAL);
    }
  }

  @Test
  void of_textThatIsRejected_isLeftOutOfTheFiguresAndDescribed() {
    ScoredTexts scored = score("m", UP, LONG, FLAT, LONG);

    assertThat(scored.truth()).containsExactly(Sentiment.POSITIVE, Sentiment.NEUTRAL);
    assertThat(scored.scored()).hasSize(2);
    assertThat(scored.predictions().size()).isEqualTo(2);
    assertThat(scored.failureCounts()).isEqualTo(Map.of(ErrorCode.TEXT_TOO_LONG, 2));
    assertThat(scored.describeFailures().orElseThrow())
        .startsWith("2 of 4 texts (2 TEXT_TOO_LONG); the first, \"long\": Too long for this test");
    assertThat(score("m", UP).describeFailures()).isEmpty();
  }

  @Test
  void latency_textThatIsRejected_doesNotCount() {
    ScoredTexts scored = score("m", UP, LONG);
    Duration[] times = {Duration.ofMillis(10), Duration.ofMillis(900)};

    ScoredTexts timed =
        new ScoredTexts(scored.info(), scored.texts(), scored.scores(), List.of(times));

    assertThat(timed.latency().p99()).isEqualTo(times[0]);
  }

  @Test
  void truncated_textsThatWereCut_areCounted() {
    ScoredTexts scored = score("m", UP, new LabelledText("0.5 0.3 0.20", Sentiment.POSITIVE));

    assertThat(scored.truncated()).isEqualTo(1);
  }

  @Test
  void predictions_anotherCalibration_appliesToTheSameScores() {
    ScoredTexts scored = score("m", UP);

    assertThat(scored.predictions().probability(0, Sentiment.POSITIVE))
        .isCloseTo(0.7, within(1e-6));
    // 0.7^2 / (0.7^2 + 0.2^2 + 0.1^2)
    assertThat(
            scored
                .predictions(Calibration.NONE.withTemperature(0.5))
                .probability(0, Sentiment.POSITIVE))
        .isCloseTo(0.49 / 0.54, within(1e-6));
  }

  @Test
  void of_noTextCanBeScored_throwsTheFirstReason() {
    assertThatThrownBy(() -> score("m", LONG, LONG))
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith("Too long for this test");
  }

  @Test
  void of_noTexts_givesNoScores() {
    assertThat(score("m").scores()).isEmpty();
  }

  @Test
  void of_runIsInterrupted_throwsInsteadOfCountingAFailure() {
    LabelledText interrupted = new LabelledText("interrupted", Sentiment.NEUTRAL);

    assertThatThrownBy(() -> score("m", UP, interrupted))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
  }

  @Test
  void of_engineWithLabelsOnly_isRefusedBeforeAnyTextIsScored() {
    assertThatThrownBy(() -> score("labels", UP))
        .isInstanceOfSatisfying(
            SentimentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE);
              assertThat(e).hasMessageContaining("found scripted, which gives labels only");
            });
  }

  @Test
  void onCommonTexts_textThatOneModelRejects_isLeftOutOfAll() {
    ScoredTexts first = score("m", UP, FLAT, LONG);
    ScoredTexts second = score("strict", UP, FLAT, LONG);

    List<ScoredTexts> common = ScoredTexts.onCommonTexts(List.of(first, second));

    assertThat(common).hasSize(2);
    assertThat(common)
        .allSatisfy(scored -> assertThat(scored.texts()).containsExactly(UP))
        .allSatisfy(scored -> assertThat(scored.times()).hasSize(1))
        .allSatisfy(scored -> assertThat(scored.failures()).isEmpty());
  }
}
