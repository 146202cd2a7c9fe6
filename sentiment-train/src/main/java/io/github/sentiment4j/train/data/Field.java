package io.github.sentiment4j.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A place of values in an item, by the grammar of {@link NewsField}; remembers whether any item had
 * it.
 */
final class Field {
  private final String grammar;
  private final List<String> paths;
  private final boolean all;
  private boolean found;

  Field(String grammar) {
    this.grammar = grammar;
    this.all = grammar.contains(",");
    this.paths = List.of(grammar.split(all ? "," : "\\|", -1));
  }

  /** Its values, in order; empty if the item has none. */
  List<String> values(Item item) {
    List<String> values = new ArrayList<>();
    for (String path : paths) {
      values.addAll(item.values(path.strip()));
      if (!all && !values.isEmpty()) {
        break;
      }
    }
    found |= !values.isEmpty();
    return values;
  }

  /**
   * The items inside an item.
   *
   * @param members whether they are the members of an object
   */
  List<Item> items(Item item, boolean members) {
    List<Item> items = new ArrayList<>();
    for (String path : paths) {
      items.addAll(item.items(path.strip(), members));
      if (!all && !items.isEmpty()) {
        break;
      }
    }
    found |= !items.isEmpty();
    return items;
  }

  /** Whether any item that was asked had it. */
  boolean found() {
    return found;
  }

  /** Whether it is the name of the item. */
  boolean isKey() {
    return grammar.equals(Item.KEY);
  }

  /** The field as it is written. */
  @Override
  public String toString() {
    return grammar;
  }
}
