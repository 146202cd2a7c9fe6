package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The items of a file, read one after the other. */
public interface Items extends Closeable {

  /**
   * Returns the next item, or empty at the end. A damaged one has a {@link Item#fault() fault}.
   *
   * @throws SentimentException if the file is not in its format and nothing more can be read
   */
  Optional<Item> next() throws IOException;

  /** Returns the names of the columns; empty if the items name their fields themselves. */
  default List<String> header() {
    return List.of();
  }

  /** Returns the number of lines or rows that were read. */
  long line();

  /** Returns whether {@link #next()} answers without waiting for more input. */
  boolean ready() throws IOException;

  /**
   * Opens an input.
   *
   * @param in the input, which is closed with the items or if they cannot be read
   * @throws SentimentException if the file is not in the format
   */
  static Items open(DataStream in, DataFormat format, Layout layout) throws IOException {
    try {
      return switch (format) {
        case CSV -> new CsvItems(in, layout, Optional.empty());
        case TSV -> new CsvItems(in, layout, Optional.of('\t'));
        case JSON -> new JsonItems(in, layout);
        case JSONL -> new JsonLinesItems(in, layout);
        case XLSX -> new XlsxItems(in, layout.items());
      };
    } catch (IOException | SentimentException e) {
      in.close();
      throw e;
    }
  }
}
