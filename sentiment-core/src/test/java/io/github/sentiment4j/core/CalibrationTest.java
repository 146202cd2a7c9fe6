package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CalibrationTest {
  private static final Offset<Double> CLOSE = within(1e-5);

  /** Natural logarithms of 0.5, 0.3 and 0.2. */
  private static final float[] LOG_P = {-0.693147f, -1.203973f, -1.609438f};

  @Test
  void apply_none_givesTheProbabilitiesBack() {
    double[] p = Calibration.NONE.apply(LOG_P);

    assertThat(p[0]).isEqualTo(0.5, CLOSE);
    assertThat(p[1]).isEqualTo(0.3, CLOSE);
    assertThat(p[2]).isEqualTo(0.2, CLOSE);
  }

  @Test
  void apply_commonOffset_changesNothing() {
    double[] p = Calibration.NONE.apply(new float[] {-100.69315f, -101.20397f, -101.60944f});

    assertThat(p[0]).isEqualTo(0.5, CLOSE);
    assertThat(p[2]).isEqualTo(0.2, CLOSE);
  }

  @Test
  void apply_temperature2_givesTheSquareRootsRenormalised() {
    // sqrt: 0.7071068, 0.5477226, 0.4472136; sum 1.7020430
    double[] p = new Calibration(2, 0, 0, 0).apply(LOG_P);

    assertThat(p[0]).isEqualTo(0.4154459, CLOSE);
    assertThat(p[1]).isEqualTo(0.3218030, CLOSE);
    assertThat(p[2]).isEqualTo(0.2627511, CLOSE);
  }

  @Test
  void apply_bias_isAddedAfterTheTemperature() {
    // sqrt as above, the last one doubled: 0.7071068, 0.5477226, 0.8944272; sum 2.1492566
    double[] p = new Calibration(2, 0, 0, Math.log(2)).apply(LOG_P);

    assertThat(p[0]).isEqualTo(0.3290006, CLOSE);
    assertThat(p[1]).isEqualTo(0.2548428, CLOSE);
    assertThat(p[2]).isEqualTo(0.4161565, CLOSE);
  }

  @Test
  void apply_extremeTemperatures_giveProbabilities() {
    assertThat(new Calibration(Double.MIN_VALUE, 0, 0, 0).apply(LOG_P)).containsExactly(1, 0, 0);
    double[] flat = new Calibration(Double.MAX_VALUE, 0, 0, 0).apply(LOG_P);
    assertThat(flat[0]).isEqualTo(1.0 / 3, CLOSE);
    assertThat(flat[2]).isEqualTo(1.0 / 3, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_temperatureOutOfRange_isRefused(double temperature) {
    assertThatThrownBy(() -> new Calibration(temperature, 0, 0, 0))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining(
            "The temperature must be a positive finite number, found " + temperature)
        .hasMessageContaining("INVALID_SETTING");
  }

  @Test
  void new_biasNotFinite_isRefusedAndLargeFiniteOnesAreNot() {
    assertThatThrownBy(() -> new Calibration(1, 0, Double.NaN, 0))
        .hasMessageContaining("The biases must be finite numbers, found 0.0, NaN, 0.0");
    assertThatThrownBy(() -> new Calibration(1, Double.NEGATIVE_INFINITY, 0, 0))
        .hasMessageContaining("-Infinity");
    assertThat(new Calibration(1, 1e308, 1e308, 0).apply(LOG_P)[0]).isEqualTo(0.5, CLOSE);
  }
}
