package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.core.spi.TextScore.Segment;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ResultFactoryTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static Segment segment(double positive, double neutral, double negative, int tokens) {
    return new Segment(
        new float[] {
          (float) Math.log(positive), (float) Math.log(neutral), (float) Math.log(negative)
        },
        tokens);
  }

  private static SentimentResult result(ResultFactory factory, Segment... segments) {
    return factory
        .ending(new TextScore.Scored(List.of(segments), 40, true), 2_000_000)
        .toOutcome()
        .orThrow();
  }

  @Test
  void ending_severalSegments_averagesProbabilitiesByTextTokens() {
    SentimentResult result =
        result(
            new ResultFactory(Calibration.NONE, 0),
            segment(0.7, 0.2, 0.1, 30),
            segment(0.1, 0.1, 0.8, 10));

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
  void ending_severalSegments_calibratesEachBeforeTheMean() {
    SentimentResult result =
        result(
            new ResultFactory(new Calibration(2, 0, 0, 0), 0),
            segment(0.5, 0.3, 0.2, 1),
            segment(0.2, 0.3, 0.5, 1));

    // mean of 0.4154459 and 0.2627511; calibrating the mean of 0.35, 0.3, 0.35 gives 0.341890
    assertThat(result.positive()).isEqualTo(0.3390985, CLOSE);
  }

  @Test
  void ending_labelOnly_hasNoProbabilities() {
    TextScore score = new TextScore.Labelled(Sentiment.NEGATIVE, 12, true);

    Ending ending = new ResultFactory(Calibration.NONE, 0).ending(score, 2_000_000);

    SentimentResult result = ending.toOutcome().orThrow();
    assertThat(result.label()).isEqualTo(Sentiment.NEGATIVE);
    assertThat(result.hasProbabilities()).isFalse();
    assertThat(result.abstained()).isFalse();
    assertThat(result.truncated()).isTrue();
    assertThat(result.tokens()).isEqualTo(12);
    assertThat(ending.toScore()).isSameAs(score);
  }

  @Test
  void ending_tie_goesToTheSentimentListedFirst() {
    ResultFactory factory = new ResultFactory(Calibration.NONE, 0);

    assertThat(result(factory, segment(1, 1, 1, 1)).label()).isEqualTo(Sentiment.POSITIVE);
    assertThat(result(factory, segment(0.2, 0.4, 0.4, 1)).label()).isEqualTo(Sentiment.NEUTRAL);
    assertThat(result(factory, segment(0.2, 0.3, 0.5, 1)).label()).isEqualTo(Sentiment.NEGATIVE);
  }

  @Test
  void ending_confidenceAtTheThreshold_doesNotAbstain() {
    Segment even = segment(1, 1, 1, 1);

    assertThat(result(new ResultFactory(Calibration.NONE, 0), even).abstained()).isFalse();
    double third = result(new ResultFactory(Calibration.NONE, 0), even).confidence();
    assertThat(result(new ResultFactory(Calibration.NONE, third), even).abstained()).isFalse();
    assertThat(result(new ResultFactory(Calibration.NONE, Math.nextUp(third)), even).abstained())
        .isTrue();
  }

  @Test
  void ending_scoreNotFinite_isAFailureNeverALabel() {
    ResultFactory factory = new ResultFactory(Calibration.NONE, 0);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      TextScore score =
          new TextScore.Scored(
              List.of(segment(0.5, 0.3, 0.2, 1), new Segment(new float[] {0, bad, 0}, 1)),
              2,
              false);

      assertThatThrownBy(() -> factory.ending(score, 1).toOutcome().orThrow())
          .hasMessageContaining("Expected finite label scores, found [0.0, " + bad + ", 0.0]")
          .hasMessageContaining("SCORES_NOT_FINITE");
    }
  }

  @Test
  void ending_wrongNumberOfScores_isAFailureOfTheEngine() {
    TextScore score = new TextScore.Scored(List.of(new Segment(new float[] {0, 0}, 1)), 2, false);

    assertThatThrownBy(
            () -> new ResultFactory(Calibration.NONE, 0).ending(score, 1).toOutcome().orThrow())
        .hasMessageContaining("Expected a score for each of 3 labels, the engine gave [0.0, 0.0]")
        .hasMessageContaining("ENGINE_FAILED");
  }
}
