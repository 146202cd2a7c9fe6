package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
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
    TokenTable table = new TokenTable(PackedStrings.of(tokens));
    Map<String, Integer> map = new HashMap<>();

    for (int id = 0; id < tokens.size(); id++) {
      Integer before = map.putIfAbsent(tokens.get(id), id);
      assertThat(table.add(id)).isEqualTo(before == null ? -1 : before);
    }
    for (int i = 0; i < 20_000; i++) {
      String left = word(random);
      String right = word(random);
      String merge = left + " " + right;
      byte[] bytes = merge.getBytes(UTF_8);
      assertThat(table.find(bytes, 0, left.length())).isEqualTo(map.getOrDefault(left, -1));
      assertThat(table.find(bytes, left.length() + 1, bytes.length))
          .isEqualTo(map.getOrDefault(right, -1));
      boolean made =
          map.containsKey(left) && map.containsKey(right) && map.containsKey(left + right);
      assertThat(table.firstUnmade(PackedStrings.of(List.of(merge)))).isEqualTo(made ? -1 : 0);
    }
  }

  @Test
  void firstUnmade_mergesOfEveryForm_findsTheFirstThatIsNone() {
    TokenTable table = new TokenTable(PackedStrings.of(List.of("a", "é", "aé", " ", " a", "b")));
    for (int id = 0; id < 6; id++) {
      table.add(id);
    }

    assertThat(table.firstUnmade(PackedStrings.of(List.of("a é", "  a", "a b", "x"))))
        .as("a and b do not make a token")
        .isEqualTo(2);
    assertThat(table.firstUnmade(PackedStrings.of(List.of("a é", "  a")))).isEqualTo(-1);
    for (String none : List.of("", " ", "a", "a ", " a", "a  é", "é a", "a é b")) {
      assertThat(table.firstUnmade(PackedStrings.of(List.of("a é", none)))).as(none).isEqualTo(1);
    }
  }

  @Test
  void table_noTokens_containsNothing() {
    assertThat(new TokenTable(PackedStrings.of(List.of())).find(new byte[] {'a'}, 0, 1))
        .isEqualTo(-1);
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int length = random.nextInt(1, 6); length > 0; length--) {
      word.append((char) ('a' + random.nextInt(6)));
    }
    return word.toString();
  }
}
