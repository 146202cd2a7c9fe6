package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.InputFile;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.support.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A file whose items are read once, one after the other. */
public final class ItemFile {
  private final Path file;
  private final DataFormat format;
  private final Layout layout;
  private List<String> names = List.of();
  private long count;
  private Optional<byte[]> piped = Optional.empty();

  public ItemFile(Path file, DataFormat format, Layout layout) {
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
  public boolean forEach(Consumer<Item> visitor, Faults faults) throws IOException {
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
    try (Items items = Items.open(open(), format, layout)) {
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

  /**
   * Opens the file. The content of a pipe is kept, because it can be read only once and the report
   * hashes it.
   */
  private DataStream open() throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
      return DataStream.of(file);
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (ReadableByteChannel in = Files.newByteChannel(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (in.read(buffer) >= 0) {
        content.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
    byte[] bytes = content.toByteArray();
    piped = Optional.of(bytes);
    return DataStream.of(file.toString(), new ByteArrayInputStream(bytes));
  }

  /** Returns the number of items. */
  public long items() {
    return count;
  }

  /**
   * Checks that each field occurs in the file.
   *
   * @param fields the fields by the option that names another place
   */
  public void require(Map<String, Field> fields, Faults faults) {
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
                    + (names.isEmpty()
                        ? "; the first has no fields"
                        : "; the first has the fields: " + InvalidData.list(names))
                    + "; "
                    + option
                    + " names another one");
          }
        });
  }

  /** Returns the report's entry for this file. */
  public InputFile input(String role, Collection<Field> fields) throws IOException {
    List<String> found = fields.stream().filter(Field::found).map(Field::toString).toList();
    if (piped.isPresent()) {
      byte[] bytes = piped.get();
      return new InputFile(role, file, bytes.length, Sha256.of(bytes), count, found);
    }
    return InputFile.of(role, file, count, found);
  }
}
