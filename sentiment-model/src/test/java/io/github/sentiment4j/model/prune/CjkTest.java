package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CjkTest {
  @Test
  void isPure_ideographsAndTheirPunctuation_isTrue() {
    for (String text : new String[] {"股市", "一", "龥", "。", "，", "：", "“大涨”", "……", "——", "·"}) {
      assertThat(isPure(text)).as(text).isTrue();
    }
  }

  @Test
  void isPure_otherScriptsOrAMixture_isFalse() {
    for (String text : new String[] {"", "stock", "A股", " 股", "5%", "ひらがな", "한국", "😀", "é"}) {
      assertThat(isPure(text)).as(text).isFalse();
    }
  }

  @Test
  void isPure_partOfACharacter_isFalse() {
    byte[] whole = "股市".getBytes(StandardCharsets.UTF_8);
    assertThat(Cjk.isPure(Arrays.copyOf(whole, 2))).isFalse();
    assertThat(Cjk.isPure(Arrays.copyOf(whole, 5))).isFalse();
    assertThat(Cjk.isPure(Arrays.copyOfRange(whole, 1, 6))).isFalse();
  }

  private static boolean isPure(String text) {
    return Cjk.isPure(text.getBytes(StandardCharsets.UTF_8));
  }
}
