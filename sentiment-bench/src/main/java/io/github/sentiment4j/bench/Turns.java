package io.github.sentiment4j.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which programs take their turns with one text. */
final class Turns {
  private Turns() {}

  /**
   * A row of a Williams square: within twice as many texts as there are programs, each has had
   * every place twice, and each has come directly after every other equally often.
   *
   * @param number of the text
   */
  static <T> List<T> order(List<T> all, int number) {
    int n = all.size();
    List<T> order = new ArrayList<>();
    for (int place = 0; place < n; place++) {
      int zigzag = place % 2 == 0 ? place / 2 : n - 1 - place / 2; // 0, n - 1, 1, n - 2, ...
      order.add(all.get((zigzag + number / 2) % n));
    }
    if (number % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
