package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Files;
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
  private final Layout layout;
  private List<String> names = List.of();
  private long count;

  ItemFile(Path file, DataFormat format, Layout layout) {
    this.file = file;
    this.format = format;
    this.layout = layout;
  }

  /**
   * Reads all items but those that are broken.
   *
   * @return whether the file was read to its end and is not empty
   * @throws SentimentException {@code INTERRUPTED} if the thread was interrupted
   */
  boolean forEach(Consumer<Item> visitor, Faults faults) throws IOException {
    long before = faults.count();
    boolean read = faults.collect(() -> read(visitor, faults));
    if (read && count == 0 && faults.count() == before) {
      faults.add(InvalidData.empty(file.toString()).detail());
    }
    return read && count > 0;
  }

  private void read(Consumer<Item> visitor, Faults faults) throws IOException {
    if (Files.isDirectory(file)) {
      throw InvalidData.of(file, "expected a file, found a folder");
    }
    try (Items items = Items.open(DataStream.of(file), format, layout)) {
      for (Optional<Item> next = items.next(); next.isPresent(); next = items.next()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new SentimentException(
              ErrorCode.INTERRUPTED, "interrupted while " + file + " was read");
        }
        Item item = next.get();
        if (item.fault().isPresent()) {
          faults.add(file + ", " + item.place() + ": " + item.fault().get());
          continue;
        }
        if (count == 0) {
          names = item.names();
        }
        count++;
        visitor.accept(item);
      }
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
   */
  void require(Map<String, Field> fields, Faults faults) {
    fields.forEach(
        (option, field) -> {
          if (field.ambiguous(names).isPresent()) {
            faults.add(
                InvalidData.ambiguous(file.toString(), field.ambiguous(names).get(), option)
                    .detail());
          } else if (!field.found()) {
            faults.add(
                file
                    + ": expected a value in \""
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
