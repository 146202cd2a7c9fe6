package io.github.sentiment4j.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void order_twiceAsManyTextsAsPrograms_isBalanced(int programs) {
    List<Integer> all = IntStream.range(0, programs).boxed().toList();
    Map<List<Integer>, Integer> places = new HashMap<>();
    Map<List<Integer>, Integer> neighbours = new HashMap<>();
    for (int number = 0; number < 2 * programs; number++) {
      List<Integer> order = Turns.order(all, number);
      assertThat(order).containsExactlyInAnyOrderElementsOf(all);
      for (int i = 0; i < programs; i++) {
        places.merge(List.of(i, order.get(i)), 1, Integer::sum);
        if (i > 0) {
          neighbours.merge(List.of(order.get(i - 1), order.get(i)), 1, Integer::sum);
        }
      }
    }

    assertThat(places)
        .hasSize(programs * programs)
        .allSatisfy((place, n) -> assertThat(n).isEqualTo(2));
    assertThat(neighbours)
        .hasSize(programs * (programs - 1))
        .allSatisfy((pair, n) -> assertThat(n).isEqualTo(2));
  }
}
