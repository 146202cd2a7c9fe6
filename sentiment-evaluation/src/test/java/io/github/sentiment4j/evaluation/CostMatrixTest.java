package io.github.sentiment4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.Sentiment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CostMatrixTest {
  private static final double[] GOOD = {0.8, 0.1, 0.1};
  private static final double[] BAD = {0.1, 0.2, 0.7};

  @Test
  void parse_rows_areThoseOfToString() {
    CostMatrix costs = CostMatrix.parse(" 0, 1,2.5/1,0,1 /40,1e1,0");

    assertThat(costs).hasToString("0,1,2.5/1,0,1/40,10,0");
    assertThat(CostMatrix.parse(costs.toString())).isEqualTo(costs);
    assertThat(costs.cost(Sentiment.NEGATIVE, Sentiment.POSITIVE)).isEqualTo(40);
    assertThat(costs.cost(Sentiment.POSITIVE, Sentiment.NEGATIVE)).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,1,2/1,0,1",
        "0,1/1,0,1/2,1,0",
        "0,1,2/1,0,1/2,1,0/1,1,1",
        "0,-1,2/1,0,1/2,1,0",
        "0,1,2/1,0,1/2,1,1",
        "0,0,0/0,0,0/0,0,0",
        "0,1,NaN/1,0,1/2,1,0",
        "0,1,Infinity/1,0,1/2,1,0"
      })
  void parse_noSuchMatrix_saysWhatIsExpected(String rows) {
    assertThatThrownBy(() -> CostMatrix.parse(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected three rows of three costs")
        .hasMessageContaining("found ");
  }

  @Test
  void parse_notANumber_isNamed() {
    assertThatThrownBy(() -> CostMatrix.parse("0,1,2/1,x,1/2,1,0"))
        .hasMessage("expected costs such as 0,1,2/1,0,1/2,1,0, found 'x' in 0,1,2/1,x,1/2,1,0");
  }

  @Test
  void expectedCost_otherCosts_countTheErrorsOtherwise() {
    Predictions predictions =
        Predictions.of(
            List.of(Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE),
            List.of(GOOD, BAD, BAD, GOOD));

    assertThat(Metric.EXPECTED_COST.of(predictions)).isCloseTo((2 + 2 + 1) / 4.0, within(1e-12));
    assertThat(
            Metric.EXPECTED_COST.of(predictions.withCosts(CostMatrix.parse("0,1,2/1,0,1/40,1,0"))))
        .isCloseTo((40 + 2 + 1) / 4.0, within(1e-12));
  }
}
