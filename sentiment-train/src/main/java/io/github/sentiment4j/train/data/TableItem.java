package io.github.sentiment4j.train.data;

import java.util.List;
import java.util.Objects;

/**
 * A row of a table.
 *
 * @param header the names of the columns
 * @param cells as many values
 * @param place where it is
 */
record TableItem(List<String> header, List<String> cells, String place) implements Item {
  TableItem {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(cells, "cells");
    Objects.requireNonNull(place, "place");
  }

  @Override
  public List<String> values(String path) {
    int column = header.indexOf(path);
    return column < 0 || cells.get(column).isBlank() ? List.of() : List.of(cells.get(column));
  }

  @Override
  public List<Item> items(String path, boolean members) {
    return path.equals(SELF) ? List.of(this) : List.of();
  }

  @Override
  public List<String> names() {
    return header;
  }
}
