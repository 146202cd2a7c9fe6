package io.github.sentiment4j.jni;

import static io.github.sentiment4j.core.Sentiment.NEGATIVE;
import static io.github.sentiment4j.core.Sentiment.NEUTRAL;
import static io.github.sentiment4j.core.Sentiment.POSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the label logits of the compact reference with the published ones. Another program on
 * llama.cpp v0.5.0 computed those, one text at a time, with prompt and text tokenised together. The
 * test uses the texts whose last token is the same either way. CPUs with and without VNNI quantise
 * activations differently, which explains the tolerance.
 */
class ReferenceLogitsTest {
  private static final double TOLERANCE = 0.1;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SpiceJet to issue 6.4 crore warrants to promoters | -2.089063 | 1.438323 | -1.439547 | 16
          MMTC Q2 net loss at Rs 10.4 crore | -1.335460 | 0.887294 | -2.022859 | 17
          Operating profit rose to EUR 13 mn from EUR 8 mn | -1.514252 | -1.261330 | 4.599947 | 17
          美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨 | -0.015538 | -0.042875 | 1.192195 | 20
          公司净利润同比下降四成 | 2.528856 | -0.137062 | -2.083610 | 8
          Sensex jumps 500 points as banks rally | -4.795075 | -1.294872 | 6.172617 | 14
          """)
  void score_compactReference_givesTheLogitsThatCameWithIt(
      String text, double negative, double neutral, double positive, int tokens) {
    try (NativeEngine engine = TestEngine.open(RealModels.compactReference())) {
      TextScore score = engine.contexts().get(0).score(List.of(text)).texts().get(0);
      LabelScores scores = LabelScores.of(score);

      double largest =
          Math.max(
              Math.abs(scores.of(NEGATIVE) - scores.of(NEUTRAL) - (negative - neutral)),
              Math.abs(scores.of(POSITIVE) - scores.of(NEUTRAL) - (positive - neutral)));
      Report.print(
          "label logits, compact reference, \"%s\": tolerance %.2f, largest difference %.1e;"
              + " %d tokens, %d in the reference",
          text, TOLERANCE, largest, ((TextScore.Scored) score).tokens(), tokens);
      assertThat(((TextScore.Scored) score).tokens()).isEqualTo(tokens);
      assertThat(largest).isLessThan(TOLERANCE);
    }
  }
}
