package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.SentimentException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Gives the items of a file one after the other. */
interface Items extends Closeable {

  /**
   * The next item, or empty at the end. One that its file spoils has a {@link Item#fault() fault}.
   *
   * @throws SentimentException if the file is not what it is said to be, and nothing more can be
   *     read
   */
  Optional<Item> next() throws IOException;

  /**
   * Opens a file.
   *
   * @param place where the items are inside, see {@link NewsField#NEWS_ITEMS}
   * @throws SentimentException if the file is not what it is said to be
   */
  static Items open(Path file, DataFormat format, String place) throws IOException {
    return switch (format) {
      case CSV -> new CsvItems(file, ',');
      case TSV -> new CsvItems(file, '\t');
      case JSON -> new JsonItems(file, place);
      case JSONL -> new JsonLinesItems(file);
      case XLSX -> new XlsxItems(file, place);
    };
  }
}
