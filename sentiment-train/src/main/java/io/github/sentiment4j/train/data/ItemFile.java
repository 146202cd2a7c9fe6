package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A file whose items are read once, one after the other. */
final class ItemFile {
  private final Path file;
  private final DataFormat format;
  private final String place;
  private List<String> names = List.of();
  private long count;

  /**
   * A file.
   *
   * @param place where the items are inside, see {@link NewsField#NEWS_ITEMS}
   */
  ItemFile(Path file, DataFormat format, String place) {
    this.file = file;
    this.format = format;
    this.place = place;
  }

  /**
   * Reads all items.
   *
   * @throws SentimentException if the file is not what it is said to be, or empty
   */
  void forEach(Consumer<Item> visitor) throws IOException {
    try (Items items = Items.open(file, format, place)) {
      for (Optional<Item> next = items.next(); next.isPresent(); next = items.next()) {
        if (count == 0) {
          names = next.get().names();
        }
        count++;
        visitor.accept(next.get());
      }
    }
    if (count == 0) {
      throw InvalidData.of(file, "expected items, found none: the file is empty");
    }
  }

  /** How many items there were. */
  long items() {
    return count;
  }

  /**
   * Checks that each of some fields is there at all.
   *
   * @param fields by how another place is named
   * @throws SentimentException if no item has one of them
   */
  void require(Map<String, Field> fields) {
    fields.forEach(
        (option, field) -> {
          if (!field.found()) {
            throw InvalidData.of(
                file,
                "expected a value in \""
                    + field
                    + "\", found none in "
                    + count
                    + (count == 1 ? " item" : " items")
                    + "; the first has the fields: "
                    + InvalidData.list(names)
                    + "; "
                    + option
                    + " names another one");
          }
        });
  }

  /** What was read, for the report. */
  InputFile input(String role, Collection<Field> fields) throws IOException {
    return InputFile.of(
        role, file, count, fields.stream().filter(Field::found).map(Field::toString).toList());
  }
}
