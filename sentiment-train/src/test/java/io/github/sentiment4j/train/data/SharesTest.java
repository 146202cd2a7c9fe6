package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class SharesTest {
  @Test
  void of_decimals_areExact() {
    assertThat(of("0.8", "0.1", "0.1")).isEqualTo(new Shares(8, 1, 1));
    assertThat(of("0.787", "0.1125", "0.1005")).isEqualTo(new Shares(7870, 1125, 1005));
    assertThat(of("78.7", "11.2", "10.1")).isEqualTo(new Shares(787, 112, 101));
    assertThat(of("80", "10", "10.0")).isEqualTo(new Shares(80, 10, 10));
    assertThat(of("0.9", "0", "0.1")).isEqualTo(new Shares(9, 0, 1));
    assertThat(of("1", "1", "1")).isEqualTo(new Shares(1, 1, 1));
    assertThat(of("0.333", "0.333", "0.333")).isEqualTo(new Shares(333, 333, 333));
  }

  @Test
  void of_fractionsThatAreNoWhole_areRefused() {
    assertRefused(
        "expected fractions that add up to 1, found 0.8,0.1,0.01 with the sum 0.91",
        "0.8",
        "0.1",
        "0.01");
    assertRefused(
        "expected fractions that add up to 1, found 0.8,0.2,0.2 with the sum 1.2",
        "0.8",
        "0.2",
        "0.2");
  }

  @Test
  void of_outOfRange_isRefused() {
    assertRefused(
        "expected shares of at least 1 for train and 0 for validation and test, found 0,5,5",
        "0",
        "0.5",
        "0.5");
    assertRefused(
        "expected shares of at most 9 digits, found 0.80000000001,0.1,0.1",
        "0.80000000001",
        "0.1",
        "0.1");
  }

  private static Shares of(String train, String validation, String test) {
    return Shares.of(new BigDecimal(train), new BigDecimal(validation), new BigDecimal(test));
  }

  private static void assertRefused(String message, String train, String validation, String test) {
    assertThatThrownBy(() -> of(train, validation, test))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
