package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.command.InputException;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.evaluation.format.ItemField;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;

/**
 * Writes separated values (RFC 4180 with Unix line breaks) under a header: the columns of the
 * input, then the results.
 */
final class CsvWriter implements ResultWriter {
  /** The columns of the results. */
  static final List<String> RESULTS =
      List.of(
          "input",
          "prediction",
          "positive",
          "neutral",
          "negative",
          "time_ms",
          "abstained",
          "truncated",
          "error_code",
          "error");

  private final Writer writer;
  private final CSVFormat format;
  private Optional<List<String>> columns;

  /**
   * Writes the header if the columns are known.
   *
   * @param columns the columns of the input; empty if the first row names them
   */
  CsvWriter(Writer writer, char delimiter, Optional<List<String>> columns) throws IOException {
    this.writer = writer;
    this.format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setRecordSeparator('\n').get();
    this.columns = columns;
    if (columns.isPresent()) {
      writeHeader(columns.get());
    }
  }

  private void writeHeader(List<String> carried) throws IOException {
    List<String> header = new ArrayList<>(CarriedNames.names(carried));
    header.addAll(RESULTS);
    print(header);
  }

  private void print(List<String> cells) throws IOException {
    format.printRecord(writer, cells.stream().map(DisplayText::wellFormed).toArray());
  }

  @Override
  public void write(ResultRow row) throws IOException {
    List<ItemField> others = row.entry().others();
    if (columns.isEmpty()) {
      columns = Optional.of(others.stream().map(ItemField::name).toList());
      writeHeader(columns.get());
    }
    List<String> cells = new ArrayList<>(carried(columns.get(), others));
    cells.add(row.entry().text());
    if (row instanceof ResultRow.Predicted predicted) {
      addResult(predicted.result(), cells);
    } else if (row instanceof ResultRow.Failed failed) {
      for (int i = cells.size(); i < columns.get().size() + RESULTS.size() - 2; i++) {
        cells.add("");
      }
      cells.add(failed.problem().code());
      cells.add(failed.problem().message());
    }
    print(cells);
  }

  /** Returns the values of the columns. Those of a table are in order already. */
  private static List<String> carried(List<String> columns, List<ItemField> others)
      throws InputException {
    List<String> names = others.stream().map(ItemField::name).toList();
    if (names.equals(columns)) {
      return others.stream().map(ItemField::text).toList();
    }
    requireColumns(columns, names);
    Map<String, String> values =
        others.stream().collect(Collectors.toMap(ItemField::name, ItemField::text));
    return columns.stream().map(column -> values.getOrDefault(column, "")).toList();
  }

  private static void requireColumns(List<String> columns, List<String> names)
      throws InputException {
    Optional<String> unknown = names.stream().filter(name -> !columns.contains(name)).findFirst();
    if (unknown.isPresent()) {
      throw new InputException(
          "the field \""
              + DisplayText.wellFormed(unknown.get())
              + "\" is not in the first item and has no column in the output; --output-format jsonl"
              + " carries fields that only some items have");
    }
  }

  private static void addResult(SentimentResult result, List<String> cells) {
    cells.add(result.label().label());
    for (Sentiment sentiment : Sentiment.values()) {
      cells.add(result.hasProbabilities() ? decimal(result.probability(sentiment), 6) : "");
    }
    cells.add(decimal(result.elapsed().toNanos() / 1e6, 3));
    cells.add(String.valueOf(result.abstained()));
    cells.add(String.valueOf(result.truncated()));
    cells.add("");
    cells.add("");
  }

  private static String decimal(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }
}
