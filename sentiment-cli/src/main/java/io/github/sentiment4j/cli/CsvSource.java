package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of separated values (RFC 4180) under a header, with text and label in a column each. */
final class CsvSource implements TextSource {
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final String separator;
  private final List<String> header;
  private final int textIndex;
  private final OptionalInt labelIndex;

  /**
   * Reads the header.
   *
   * @throws InputException if there is no such column
   */
  CsvSource(Reader reader, char separator, Column text, Optional<Column> label) throws IOException {
    this.separator = String.valueOf(separator);
    this.parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(true)
            // A stray quote spoils its own field only.
            .setTrailingData(true)
            .get()
            .parse(reader);
    this.rows = parser.iterator();
    try {
      this.header = rows.hasNext() ? rows.next().toList() : List.of();
      this.textIndex = index(text);
      this.labelIndex = label.isEmpty() ? OptionalInt.empty() : OptionalInt.of(index(label.get()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private int index(Column column) throws InputException {
    if (header.isEmpty()) {
      throw new InputException("there is no header: the input is empty");
    }
    return column.names().stream()
        .filter(header::contains)
        .findFirst()
        .map(header::indexOf)
        .orElseThrow(
            () ->
                new InputException(
                    "there is no column "
                        + column.quoted()
                        + ", the header has: "
                        + Text.wellFormed(String.join(", ", header))
                        + "; "
                        + column.hint()));
  }

  @Override
  public Optional<Entry> next() throws IOException {
    long firstLine = parser.getCurrentLineNumber() + 1;
    try {
      return rows.hasNext() ? Optional.of(entry(rows.next(), firstLine)) : Optional.empty();
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof org.apache.commons.csv.CSVException)) {
        throw e.getCause();
      }
      return Optional.of(
          Entry.broken(
              "",
              parser.getCurrentLineNumber(),
              Problem.invalidInput(
                  firstLine,
                  "a quoted field begins in this row and never ends; everything behind it, up to"
                      + " line "
                      + parser.getCurrentLineNumber()
                      + ", was taken for its content")));
    }
  }

  private Entry entry(CSVRecord row, long firstLine) {
    long lastLine = parser.getCurrentLineNumber();
    int last = Math.max(textIndex, labelIndex.orElse(0));
    if (row.size() > last) {
      return Entry.of(
          row.get(textIndex),
          labelIndex.isEmpty() ? Optional.empty() : Optional.of(row.get(labelIndex.getAsInt())),
          firstLine,
          lastLine);
    }
    return Entry.broken(
        String.join(separator, row.toList()),
        lastLine,
        Problem.invalidInput(
            firstLine,
            "the row has "
                + row.size()
                + (row.size() == 1 ? " value" : " values")
                + ", column \""
                + header.get(last)
                + "\" is number "
                + (last + 1)));
  }

  /** The parser reads ahead and does not say how far, so a window is always filled. */
  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
