package io.github.sentiment4j.bench.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which programs take their turns with one text. */
final class Turns {
  private Turns() {}

  /**
   * Returns a row of a Williams square. For n programs and 2 n texts, each program takes every
   * place twice and follows every other program equally often.
   *
   * @param number the number of the text
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
