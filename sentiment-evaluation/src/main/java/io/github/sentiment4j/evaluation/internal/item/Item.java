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

  /** The values at a path; of arrays and objects at its end all values inside. */
  List<String> values(String path);

  /** The items at a path: elements of arrays, objects or, if {@code members}, their members. */
  List<Item> items(String path, boolean members);

  /** What is at a path as it is written, blank or not; of an array at its end the elements. */
  List<ItemField> at(String path);

  /** All that it has, in order. */
  List<ItemField> fields();

  /** The whole of it, as it may be written. */
  String source();

  /** What the item has, for messages. */
  List<String> names();

  /** Where it is in its file, such as {@code line 3}. */
  String place();

  /** Why it cannot be used, if it is not what its format asks for. */
  default Optional<String> fault() {
    return Optional.empty();
  }
}
