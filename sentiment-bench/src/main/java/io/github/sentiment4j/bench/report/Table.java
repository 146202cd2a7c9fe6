package io.github.sentiment4j.bench.report;

import java.util.Collection;
import java.util.function.Function;

/** A Markdown table. A row is given as its cells with {@code " | "} between them. */
final class Table {
  private final StringBuilder text = new StringBuilder();

  Table(String titles) {
    row(titles);
    row(titles.replaceAll("[^|]+", " --- ").strip());
  }

  <T> Table rows(Collection<T> items, Function<T, String> toRow) {
    items.stream().map(toRow).forEach(this::row);
    return this;
  }

  private void row(String cells) {
    text.append("| ").append(cells).append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
