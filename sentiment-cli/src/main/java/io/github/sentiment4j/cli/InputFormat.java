package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How texts stand in an input. */
enum InputFormat {
  LINES,
  CSV,
  TSV,
  JSONL;

  /** By the file's extension; plain lines unless it is known. */
  static InputFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".tsv")) {
      return TSV;
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? JSONL : LINES;
  }

  boolean hasColumns() {
    return this == CSV || this == TSV;
  }

  /**
   * Reads an input.
   *
   * @param text the column or field with the text
   * @param label the column or field with the label, if it has one; plain lines have no columns
   */
  TextSource open(InputStream in, Column text, Optional<Column> label) throws IOException {
    Utf8Reader reader = new Utf8Reader(in);
    return switch (this) {
      case LINES -> new LinesSource(reader);
      case CSV -> new CsvSource(reader, ',', text, label);
      case TSV -> new CsvSource(reader, '\t', text, label);
      case JSONL -> new JsonLinesSource(reader, text, label);
    };
  }
}
