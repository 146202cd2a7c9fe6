package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.Optional;

/** One thing in a file: an object, or a row of a table. */
public interface Item {
  /** The path of the item itself. */
  String SELF = "$";

  /** The path of the item's name. */
  String KEY = "$key";

  /** Returns the values at a path; of arrays and objects at its end all values inside. */
  default List<String> values(String path) {
    return List.of();
  }

  /**
   * Returns the items at a path: elements of arrays, objects or, if {@code members}, their members.
   */
  default List<Item> items(String path, boolean members) {
    return List.of();
  }

  /** Returns the fields at a path as they are written, blank or not; of an array its elements. */
  default List<ItemField> at(String path) {
    return List.of();
  }

  /** Returns all fields, in order. */
  default List<ItemField> fields() {
    return List.of();
  }

  /** Returns the names of the fields, for messages. */
  default List<String> names() {
    return List.of();
  }

  /** Returns the whole item as text. */
  String source();

  /** Returns the place in the file, such as {@code line 3}. */
  String place();

  /** Returns the reason why the item cannot be used, if it does not follow its format. */
  default Optional<String> fault() {
    return Optional.empty();
  }
}
