package io.github.sentiment4j.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Markdown table. */
final class Table {
  private final StringBuilder text = new StringBuilder();

  Table(String... titles) {
    row(titles);
    row(Stream.of(titles).map(title -> "---").toList());
  }

  void row(String... cells) {
    row(List.of(cells));
  }

  void row(List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
