package io.github.sentiment4j.cli.predict;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The format of results. */
enum OutputFormat {
  TABLE,
  CSV,
  TSV,
  JSONL;

  /** Returns the format of a file by its extension; the table for an unknown one. */
  static OutputFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".tsv")) {
      return TSV;
    }
    return Stream.of(".jsonl", ".ndjson", ".json").anyMatch(name::endsWith) ? JSONL : TABLE;
  }

  /** Returns whether all rows have the same columns. */
  boolean hasColumns() {
    return this == CSV || this == TSV;
  }

  /**
   * Returns a writer of rows.
   *
   * @param columns the columns of the input; empty if the first row names them
   */
  ResultWriter open(Writer writer, Optional<List<String>> columns) throws IOException {
    return switch (this) {
      case TABLE -> new TableWriter(writer);
      case CSV -> new CsvWriter(writer, ',', columns);
      case TSV -> new CsvWriter(writer, '\t', columns);
      case JSONL -> new JsonLinesWriter(writer);
    };
  }
}
