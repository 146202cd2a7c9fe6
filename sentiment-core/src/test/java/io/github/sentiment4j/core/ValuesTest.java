package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ValuesTest {

  @Test
  void result_accessors_agree() {
    SentimentResult result =
        new SentimentResult(
            Sentiment.NEGATIVE, 0.125, 0.25, 0.625, false, true, 9, Duration.ofMillis(3));

    assertThat(result.probability(Sentiment.POSITIVE)).isEqualTo(0.125);
    assertThat(result.probability(Sentiment.NEUTRAL)).isEqualTo(0.25);
    assertThat(result.confidence()).isEqualTo(0.625);
    assertThat(result.score()).isEqualTo(-0.5);
  }

  @Test
  void result_notAProbability_isRefused() {
    assertThatThrownBy(
            () ->
                new SentimentResult(
                    Sentiment.NEUTRAL, 0, Double.NaN, 0, false, false, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neutral is not a probability: NaN");
  }

  @Test
  void result_withoutProbabilities_isMarkedAndInventsNone() {
    SentimentResult result =
        new SentimentResult(
            Sentiment.NEUTRAL,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            false,
            false,
            9,
            Duration.ofMillis(3));

    assertThat(result.hasProbabilities()).isFalse();
    assertThat(result.label()).isEqualTo(Sentiment.NEUTRAL);
    assertThat(result.probability(Sentiment.NEUTRAL)).isNaN();
    assertThat(result.confidence()).isNaN();
    assertThat(result.score()).isNaN();
  }

  @Test
  void exception_message_endsWithCodeAndPage() {
    assertThat(new SentimentException(ErrorCode.TEXT_TOO_LONG, "Too long"))
        .hasMessage(
            "Too long [TEXT_TOO_LONG, see https://github.com/sentiment4j/sentiment4j/blob/main/docs/troubleshooting.md#text-too-long]");
  }
}
