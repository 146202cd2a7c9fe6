package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenTableTest {
  @Test
  void table_randomTokens_agreesWithHashMap() {
    SplittableRandom random = new SplittableRandom(5);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      tokens.add(word(random));
    }
    TokenTable table = new TokenTable(tokens);
    Map<String, Integer> map = new HashMap<>();

    for (int id = 0; id < tokens.size(); id++) {
      Integer before = map.putIfAbsent(tokens.get(id), id);
      assertThat(table.add(id, tokens.get(id))).isEqualTo(before == null ? -1 : before);
    }
    for (int i = 0; i < 20_000; i++) {
      String left = word(random);
      String right = word(random);
      String merge = left + " " + right;
      int space = left.length();
      assertThat(table.contains(merge, 0, space)).isEqualTo(map.containsKey(left));
      assertThat(table.contains(merge, space + 1, merge.length()))
          .isEqualTo(map.containsKey(right));
      assertThat(table.containsWithout(merge, space)).isEqualTo(map.containsKey(left + right));
    }
  }

  @Test
  void table_noTokens_containsNothing() {
    assertThat(new TokenTable(List.of()).contains("a", 0, 1)).isFalse();
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int length = random.nextInt(1, 6); length > 0; length--) {
      word.append((char) ('a' + random.nextInt(6)));
    }
    return word.toString();
  }
}
