package io.github.sentiment4j.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.Truncation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptTest {
  private static final int[] TEXT = {1, 2, 3, 4, 5};

  private static Prompt prompt(int maxTokens, Truncation truncation) {
    return new Prompt(new int[] {10, 11}, new int[] {20}, maxTokens, truncation);
  }

  @ParameterizedTest
  @CsvSource({"END, '10 11 1 2 3 20'", "START, '10 11 3 4 5 20'", "MIDDLE, '10 11 1 2 5 20'"})
  void around_longText_isShortened(Truncation truncation, String expected) {
    assertThat(prompt(6, truncation).around(TEXT)).containsExactly(ids(expected));
    assertThat(prompt(6, truncation).isTooLong(TEXT)).isTrue();
  }

  @Test
  void around_textThatFits_isWhole() {
    Prompt prompt = prompt(8, Truncation.REJECT);

    assertThat(prompt.around(TEXT)).containsExactly(10, 11, 1, 2, 3, 4, 5, 20);
    assertThat(prompt.tokens(TEXT)).isEqualTo(8);
    assertThat(prompt.isTooLong(TEXT)).isFalse();
  }

  @Test
  void refuses_longTextThatMayNotBeShortened_isTrue() {
    assertThat(prompt(7, Truncation.REJECT).refuses(TEXT)).isTrue();
    assertThat(prompt(8, Truncation.REJECT).refuses(TEXT)).isFalse();
    assertThat(prompt(7, Truncation.END).refuses(TEXT)).isFalse();
  }

  @Test
  void new_noRoomForAText_isRefused() {
    assertThatThrownBy(() -> prompt(3, Truncation.END))
        .hasMessageContaining("maxTokens 3 leaves no room for a text")
        .hasMessageContaining("INVALID_SETTING");
  }

  private static int[] ids(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
