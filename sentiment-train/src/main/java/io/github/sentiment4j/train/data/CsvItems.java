package io.github.sentiment4j.train.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of separated values (RFC 4180) under a header. */
final class CsvItems implements Items {
  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final List<String> header;

  CsvItems(Path file, char separator) throws IOException {
    this.file = file;
    this.parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(true)
            .get()
            .parse(Utf8Lines.open(file));
    this.rows = parser.iterator();
    this.header =
        row().map(row -> row.toList().stream().map(String::strip).toList()).orElse(List.of());
  }

  @Override
  public Optional<Item> next() throws IOException {
    long line = parser.getCurrentLineNumber() + 1;
    return row().map(row -> item(row.toList(), "line " + line));
  }

  private Optional<CSVRecord> row() throws IOException {
    long line = parser.getCurrentLineNumber() + 1;
    try {
      return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw Utf8Lines.notUtf8(file);
      }
      if (e.getCause() instanceof CSVException) {
        throw InvalidData.at(
            file,
            "line " + line,
            "a quoted value begins in this row and does not end as it should: "
                + e.getCause().getMessage());
      }
      throw e.getCause();
    }
  }

  private Item item(List<String> cells, String place) {
    if (cells.size() != header.size()) {
      return new BrokenItem(
          String.join(",", cells),
          place,
          "expected "
              + header.size()
              + " values as in the header, found "
              + cells.size()
              + "; values that hold the separator need quotes");
    }
    return new TableItem(header, cells, place);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
