package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of separated values (RFC 4180) under a header, with the text in one column. */
final class CsvSource implements TextSource {
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final String separator;
  private final String column;
  private final int columnIndex;

  /**
   * Reads the header.
   *
   * @param namedBy what the user names the column with
   * @throws InputException if there is no such column
   */
  CsvSource(Reader reader, char separator, String column, String namedBy) throws IOException {
    this.separator = String.valueOf(separator);
    this.column = column;
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
      List<String> header = rows.hasNext() ? rows.next().toList() : List.of();
      this.columnIndex = header.indexOf(column);
      if (columnIndex < 0) {
        throw new InputException(
            header.isEmpty()
                ? "there is no header: the input is empty"
                : "there is no column \""
                    + column
                    + "\", the header has: "
                    + Text.wellFormed(String.join(", ", header))
                    + "; "
                    + namedBy
                    + " names the one with the text");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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
    if (row.size() > columnIndex) {
      return Entry.of(row.get(columnIndex), firstLine, lastLine);
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
                + column
                + "\" is number "
                + (columnIndex + 1)));
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
