package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.TextScore.Segment;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Tests of the way from the engine's score to the caller's result. */
@NullUnmarked
final class ScoresTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static Segment segment(double positive, double neutral, double negative, int tokens) {
    return new Segment(
        new float[] {
          (float) Math.log(positive), (float) Math.log(neutral), (float) Math.log(negative)
        },
        tokens);
  }

  private static SentimentResult result(
      Calibration calibration, double abstainBelow, Segment... segments) {
    return SentimentResult.of(
        new TextScore.Scored(List.of(segments), 40, true),
        calibration,
        abstainBelow,
        Duration.ofMillis(2));
  }

  @Test
  void of_severalSegments_averagesProbabilitiesByTextTokens() {
    SentimentResult result =
        result(Calibration.NONE, 0, segment(0.7, 0.2, 0.1, 30), segment(0.1, 0.1, 0.8, 10));

    // (30 x 0.7 + 10 x 0.1) / 40, and so on
    assertThat(result.positive()).isEqualTo(0.55, CLOSE);
    assertThat(result.neutral()).isEqualTo(0.175, CLOSE);
    assertThat(result.negative()).isEqualTo(0.275, CLOSE);
    assertThat(result.label()).isEqualTo(Sentiment.POSITIVE);
    assertThat(result.tokens()).isEqualTo(40);
    assertThat(result.truncated()).isTrue();
    assertThat(result.elapsed()).isEqualTo(Duration.ofMillis(2));
  }

  @Test
  void of_severalSegments_calibratesEachBeforeTheMean() {
    SentimentResult result =
        result(
            new Calibration(2, 0, 0, 0), 0, segment(0.5, 0.3, 0.2, 1), segment(0.2, 0.3, 0.5, 1));

    // mean of 0.4154459 and 0.2627511; calibrating the mean of 0.35, 0.3, 0.35 gives 0.341890
    assertThat(result.positive()).isEqualTo(0.3390985, CLOSE);
  }

  @Test
  void of_labelOnly_hasNoProbabilities() {
    TextScore score = new TextScore.Labelled(Sentiment.NEGATIVE, 12, true);

    SentimentResult result = SentimentResult.of(score, Calibration.NONE, 0, Duration.ZERO);

    assertThat(result.label()).isEqualTo(Sentiment.NEGATIVE);
    assertThat(result.hasProbabilities()).isFalse();
    assertThat(result.abstained()).isFalse();
    assertThat(result.truncated()).isTrue();
    assertThat(result.tokens()).isEqualTo(12);
    assertThat(TextCheck.checked(score)).isSameAs(score);
  }

  @Test
  void of_tie_goesToTheSentimentListedFirst() {
    assertThat(result(Calibration.NONE, 0, segment(1, 1, 1, 1)).label())
        .isEqualTo(Sentiment.POSITIVE);
    assertThat(result(Calibration.NONE, 0, segment(0.2, 0.4, 0.4, 1)).label())
        .isEqualTo(Sentiment.NEUTRAL);
    assertThat(result(Calibration.NONE, 0, segment(0.2, 0.3, 0.5, 1)).label())
        .isEqualTo(Sentiment.NEGATIVE);
  }

  @Test
  void of_confidenceAtTheThreshold_doesNotAbstain() {
    Segment even = segment(1, 1, 1, 1);
    double third = result(Calibration.NONE, 0, even).confidence();

    assertThat(result(Calibration.NONE, 0, even).abstained()).isFalse();
    assertThat(result(Calibration.NONE, third, even).abstained()).isFalse();
    assertThat(result(Calibration.NONE, Math.nextUp(third), even).abstained()).isTrue();
  }

  @Test
  void checked_scoreNotFinite_isAFailureNeverALabel() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      TextScore score =
          new TextScore.Scored(
              List.of(segment(0.5, 0.3, 0.2, 1), new Segment(new float[] {0, bad, 0}, 1)),
              2,
              false);

      TextScore.Rejected failure = (TextScore.Rejected) TextCheck.checked(score);
      assertThat(failure.code()).isEqualTo(ErrorCode.SCORES_NOT_FINITE);
      assertThat(failure.message())
          .startsWith("Expected finite label scores, found [0.0, " + bad + ", 0.0]");
    }
  }

  @Test
  void checked_wrongNumberOfScores_isAFailureOfTheEngine() {
    TextScore score = new TextScore.Scored(List.of(new Segment(new float[] {0, 0}, 1)), 2, false);

    TextScore.Rejected failure = (TextScore.Rejected) TextCheck.checked(score);
    assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
    assertThat(failure.message())
        .startsWith("Expected a score for each of 3 labels, the engine gave [0.0, 0.0]");
  }

  @Test
  void problem_textOfTooManyBytes_isTooLong() {
    assertThat(TextCheck.problem("x".repeat(9), 9)).isNull();
    assertThat(TextCheck.problem("\uD83D\uDE80\u20AC\u00E4", 9)).as("4 + 3 + 2").isNull();
    for (String text : List.of("x".repeat(10), "\uD83D\uDE80\u20AC\u20AC", "\u00E4".repeat(5))) {
      TextScore.Rejected failure = TextCheck.problem(text, 9);
      assertThat(failure.code()).isEqualTo(ErrorCode.TEXT_TOO_LONG);
      assertThat(failure.message()).startsWith("Expected a text of at most 9 bytes in UTF-8");
    }
  }
}
