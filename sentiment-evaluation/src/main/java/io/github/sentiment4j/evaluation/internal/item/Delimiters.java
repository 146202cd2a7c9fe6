package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Detects the delimiter of a table. */
final class Delimiters {
  private static final List<Character> CANDIDATES = List.of(',', ';', '\t');
  private static final Map<Character, String> NAMES = Map.of(',', ",", ';', ";", '\t', "a tab");

  private Delimiters() {}

  /**
   * Returns the delimiter in the header or, of several, the one by which all rows have as many
   * values as the header.
   *
   * @param head whole rows, of which the first is the header
   * @return a comma if the header has none
   * @throws SentimentException {@code INVALID_DATA} if that leaves several
   */
  static char detect(String name, String head) {
    Map<Character, List<Integer>> sizes = new LinkedHashMap<>();
    for (char candidate : CANDIDATES) {
      List<Integer> rows = sizes(head, candidate);
      if (!rows.isEmpty() && rows.get(0) > 1) {
        sizes.put(candidate, rows);
      }
    }
    if (sizes.size() <= 1) {
      return sizes.keySet().stream().findFirst().orElse(',');
    }
    List<Character> even =
        sizes.entrySet().stream()
            .filter(rows -> rows.getValue().size() > 1)
            .filter(rows -> rows.getValue().stream().distinct().count() == 1)
            .map(Map.Entry::getKey)
            .toList();
    if (even.size() == 1) {
      return even.get(0);
    }
    throw InvalidData.of(
        name,
        "expected one delimiter in the header, found several: "
            + sizes.entrySet().stream()
                .map(rows -> NAMES.get(rows.getKey()) + " (" + rows.getValue().get(0) + " values)")
                .collect(Collectors.joining(", "))
            + "; --delimiter says which it is");
  }

  /**
   * Returns the delimiter that a first line {@code sep=;} declares, as Excel reads and writes it.
   */
  static Optional<Character> declared(String head) {
    boolean declared =
        head.startsWith("sep=") && head.length() > 5 && "\r\n".indexOf(head.charAt(5)) >= 0;
    return declared ? Optional.of(head.charAt(4)) : Optional.empty();
  }

  /** Returns the number of values of each row, except blank lines and an unfinished last row. */
  private static List<Integer> sizes(String head, char delimiter) {
    List<Integer> sizes = new ArrayList<>();
    int values = 1;
    boolean quoted = false;
    boolean blank = true;
    boolean start = true;
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c == '"' && (start || quoted)) {
        quoted = !quoted;
        blank = false;
      } else if (c == '\n' && !quoted) {
        if (!blank) {
          sizes.add(values);
        }
        values = 1;
        blank = true;
      } else if (c == delimiter && !quoted) {
        values++;
        blank = false;
      } else {
        blank &= c <= ' ';
      }
      start = !quoted && (c == delimiter || c == '\n');
    }
    return sizes;
  }
}
