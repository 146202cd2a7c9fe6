package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A row of a table.
 *
 * @param header the names of the columns
 * @param cells the values of the row, one per column
 * @param place the place of the row
 */
public record TableItem(List<String> header, List<String> cells, String place) implements Item {

  @Override
  public List<String> values(String path) {
    return at(path).stream().map(ItemField::value).filter(cell -> !cell.isBlank()).toList();
  }

  @Override
  public List<Item> items(String path, boolean members) {
    return path.equals(SELF) ? List.of(this) : List.of();
  }

  @Override
  public List<ItemField> at(String path) {
    int column = header.indexOf(path);
    return column < 0 ? List.of() : List.of(field(column));
  }

  @Override
  public List<ItemField> fields() {
    return IntStream.range(0, header.size()).mapToObj(this::field).toList();
  }

  private ItemField field(int column) {
    return new ItemField(header.get(column), cells.get(column), false);
  }

  @Override
  public String source() {
    return String.join(",", cells);
  }

  @Override
  public List<String> names() {
    return header;
  }
}
