package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Profit doubles | PROFIT  doubles!",
        "China's Alibaba gains | China’s Alibaba gains",
        "Cuts to Hold https://t.co/abc | Cuts to Hold https://t.co/xyz",
        "Caf\u00e9 chain up | Cafe\u0301 chain up",
        "美联储宣布降息 | 美联储宣布降息。",
        "To the moon \u2764 | To the moon \u2764\uFE0F",
      })
  void of_equalTexts_areEqual(String one, String other) {
    assertThat(TextKey.of(one)).isEqualTo(TextKey.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nifty +1.5% | Nifty -1.5%",
        "Nifty at 15 | Nifty at 1.5",
        "https://t.co/abc | https://t.co/xyz",
        "\uD83D\uDE80 | \uD83D\uDE31",
        "Buy Nokia | Buy Nokian",
      })
  void of_otherTexts_differ(String one, String other) {
    assertThat(TextKey.of(one)).isNotEqualTo(TextKey.of(other));
  }
}
