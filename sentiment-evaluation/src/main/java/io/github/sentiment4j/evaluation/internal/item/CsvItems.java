package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.format.TextReader;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * Rows of separated values (RFC 4180) under a header; blank lines and rows without values are
 * skipped.
 */
final class CsvItems implements Items {
  private final TextReader reader;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final char delimiter;
  private final List<String> header;

  /**
   * Reads the header.
   *
   * @param usual the delimiter unless the layout or the file names another; empty to detect it
   */
  CsvItems(DataStream in, Layout layout, Optional<Character> usual) throws IOException {
    this.reader = in.text(layout.encoding());
    if (layout.encoding().isEmpty()) {
      in.requireUtf8();
    }
    String head = reader.head();
    Optional<Character> declared = Delimiters.declared(head);
    this.delimiter =
        layout
            .delimiter()
            .or(() -> declared)
            .or(() -> usual)
            .orElseGet(() -> Delimiters.detect(in.name(), reader.isHeadAll() ? head + "\n" : head));
    this.parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            // Blank lines count when lines are counted.
            .setIgnoreEmptyLines(false)
            // An empty value without quotes is null.
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .get()
            .parse(reader);
    this.rows = parser.iterator();
    if (declared.isPresent()) {
      row();
    }
    this.header = readHeader();
  }

  private List<String> readHeader() throws IOException {
    Optional<Item> first = next(List.of());
    if (first.isPresent() && first.get().fault().isPresent()) {
      throw InvalidData.at(reader.name(), first.get().place(), first.get().fault().get());
    }
    return first
        .map(row -> row.fields().stream().map(cell -> cell.text().strip()).toList())
        .orElse(List.of());
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public Optional<Item> next() throws IOException {
    return next(header);
  }

  /**
   * Returns the next row.
   *
   * @param names the names of the values; empty for the header itself
   */
  private Optional<Item> next(List<String> names) throws IOException {
    while (true) {
      String place = "line " + (parser.getCurrentLineNumber() + 1);
      try {
        Optional<List<String>> cells = row();
        if (cells.isEmpty() || !isBlank(cells.get())) {
          return cells.map(row -> item(names, row, place));
        }
      } catch (CSVException e) {
        return Optional.of(new BrokenItem("", place, skipRow(e)));
      }
    }
  }

  private Optional<List<String>> row() throws IOException {
    try {
      return rows.hasNext() ? Optional.of(rows.next().toList()) : Optional.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isBlank(List<String> cells) {
    return cells.stream().allMatch(cell -> cell == null || (!cell.isEmpty() && cell.isBlank()));
  }

  /** Skips the rest of a broken row and returns the problem. */
  private String skipRow(CSVException broken) throws IOException {
    boolean endless = isEndless(broken);
    boolean inRow = !endless;
    while (inRow) {
      try {
        // The rest of the row.
        row();
        inRow = false;
      } catch (CSVException e) {
        endless |= isEndless(e);
      }
    }
    return endless
        ? "a quoted value begins in this row and never ends; everything behind it, up to line "
            + parser.getCurrentLineNumber()
            + ", was taken for its content"
        : "a quoted value has text behind its closing quote; a quote inside a value is written twice";
  }

  private static boolean isEndless(CSVException e) {
    return String.valueOf(e.getMessage()).contains("EOF reached");
  }

  private Item item(List<String> names, List<String> row, String place) {
    List<String> cells = row.stream().map(cell -> cell == null ? "" : cell).toList();
    String whole = String.join(String.valueOf(delimiter), cells);
    Optional<String> malformed = reader.malformed(whole);
    if (malformed.isPresent()) {
      return new BrokenItem(whole, place, malformed.get());
    }
    List<String> columns = names.isEmpty() ? cells : names;
    if (cells.size() != columns.size()) {
      return new BrokenItem(
          whole,
          place,
          "expected "
              + columns.size()
              + (columns.size() == 1 ? " value" : " values")
              + " as in the header, found "
              + cells.size()
              + "; values that hold the separator need quotes");
    }
    return new TableItem(columns, cells, place);
  }

  @Override
  public long line() {
    return parser.getCurrentLineNumber();
  }

  /** Always true: the parser reads ahead and does not say how far. */
  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
