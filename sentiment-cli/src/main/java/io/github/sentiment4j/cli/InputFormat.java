package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

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
   * @param name of the column or field with the text; not used for plain lines
   * @param namedBy what the user gives the name with, for messages
   */
  TextSource open(InputStream in, String name, String namedBy) throws IOException {
    Utf8Reader reader = new Utf8Reader(in);
    return switch (this) {
      case LINES -> new LinesSource(reader);
      case CSV -> new CsvSource(reader, ',', name, namedBy);
      case TSV -> new CsvSource(reader, '\t', name, namedBy);
      case JSONL -> new JsonLinesSource(reader, name, namedBy);
    };
  }
}
