package io.github.sentiment4j.cli.predict;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How results are written. */
enum OutputFormat {
  TABLE,
  CSV,
  TSV,
  JSONL;

  /** By the file's extension; the table for people unless it is known. */
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

  /** Whether the columns are the same in all rows. */
  boolean hasColumns() {
    return this == CSV || this == TSV;
  }

  /**
   * Writes rows.
   *
   * @param columns the names of what is carried; empty if the first row says them
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
