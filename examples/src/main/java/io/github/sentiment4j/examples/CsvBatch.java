package io.github.sentiment4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Adds the label, the score and the error to a CSV file with a column {@code headline}: {@code
 * CsvBatch [IN.csv [OUT.csv [MODEL]]]}. The file may be larger than the memory.
 */
public final class CsvBatch {
  /**
   * The number of rows in memory, several times {@code maxBatch}, so that most batches are full.
   */
  private static final int ROWS = 1000;

  private static final CSVFormat WITH_HEADER =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  private CsvBatch() {}

  /**
   * Runs the example.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path in = Path.of(args.length > 0 ? args[0] : "examples/data/headlines.csv");
    Path out = Path.of(args.length > 1 ? args[1] : "sentiment.csv");
    try (SentimentClassifier classifier = Model.of(args, 2).build();
        CSVParser rows = CSVParser.parse(in, UTF_8, WITH_HEADER);
        CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(out), CSVFormat.DEFAULT)) {
      List<String> header = new ArrayList<>(rows.getHeaderNames());
      header.addAll(List.of("label", "score", "error"));
      printer.printRecord(header);
      List<CSVRecord> chunk = new ArrayList<>(ROWS);
      for (CSVRecord row : rows) {
        chunk.add(row);
        if (chunk.size() == ROWS) {
          classify(classifier, chunk, printer);
          chunk.clear();
        }
      }
      classify(classifier, chunk, printer);
      System.out.printf(Locale.ROOT, "%d rows -> %s%n", rows.getRecordNumber(), out);
    }
  }

  private static void classify(
      SentimentClassifier classifier, List<CSVRecord> rows, CSVPrinter printer) throws IOException {
    List<SentimentOutcome> outcomes =
        classifier.classifyAll(rows.stream().map(row -> row.get("headline")).toList());
    for (int i = 0; i < rows.size(); i++) {
      List<Object> cells = new ArrayList<>(rows.get(i).toList());
      cells.addAll(describe(outcomes.get(i)));
      printer.printRecord(cells);
    }
  }

  /** Returns the new cells of a row. A row that fails has its error and does not affect others. */
  private static List<Object> describe(SentimentOutcome outcome) {
    if (outcome instanceof SentimentOutcome.Failure failure) {
      return List.of("", "", failure.error().code());
    }
    var result = outcome.orThrow();
    return List.of(result.label(), String.format(Locale.ROOT, "%.3f", result.score()), "");
  }
}
