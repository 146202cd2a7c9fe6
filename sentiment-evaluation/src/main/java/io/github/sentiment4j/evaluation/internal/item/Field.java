package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A place of values in an item, by the grammar of {@link NewsField}. It remembers whether any item
 * had it.
 */
public final class Field {
  private final String grammar;
  private final List<String> paths;
  private final boolean all;
  private boolean found;

  public Field(String grammar) {
    this.grammar = grammar;
    this.all = grammar.contains(",");
    this.paths = List.of(grammar.split(all ? "," : "\\|", -1));
  }

  /** Returns the values in an item, in order; empty if it has none. */
  public List<String> values(Item item) {
    List<String> values = new ArrayList<>();
    for (String path : paths(item)) {
      values.addAll(item.values(path.strip()));
      if (!all && !values.isEmpty()) {
        break;
      }
    }
    found |= !values.isEmpty();
    return values;
  }

  /** Returns the fields in an item as they are written, blank or not, in order. */
  public List<ItemField> at(Item item) {
    List<ItemField> fields = new ArrayList<>();
    for (String path : paths(item)) {
      fields.addAll(item.at(path.strip()));
      if (!all && !fields.isEmpty()) {
        break;
      }
    }
    return fields;
  }

  /** Returns the paths, or the whole grammar as one where an item has a field of that name. */
  private List<String> paths(Item item) {
    return paths.size() > 1 && !item.at(grammar).isEmpty() ? List.of(grammar) : paths;
  }

  /** Returns whether the grammar means one of the names. */
  public boolean isIn(List<String> names) {
    return names.contains(grammar) || paths.stream().map(String::strip).anyMatch(names::contains);
  }

  /** Returns the first name that is meant and occurs more than once. */
  public Optional<String> ambiguous(List<String> names) {
    return names.contains(grammar)
        ? Optional.of(grammar).filter(name -> Collections.frequency(names, name) > 1)
        : paths.stream()
            .map(String::strip)
            .filter(name -> Collections.frequency(names, name) > 1)
            .findFirst();
  }

  /**
   * Returns the items inside an item.
   *
   * @param members whether they are the members of an object
   */
  public List<Item> items(Item item, boolean members) {
    List<Item> items = new ArrayList<>();
    for (String path : paths(item)) {
      items.addAll(item.items(path.strip(), members));
      if (!all && !items.isEmpty()) {
        break;
      }
    }
    found |= !items.isEmpty();
    return items;
  }

  /** Returns whether any item had it. */
  public boolean found() {
    return found;
  }

  /** Returns whether this means the name of the item. */
  public boolean isKey() {
    return grammar.equals(Item.KEY);
  }

  /** Returns the grammar as it is written. */
  @Override
  public String toString() {
    return grammar;
  }
}
