package io.github.sentiment4j.evaluation.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The format of a file with items. */
public enum DataFormat {
  /** Comma-separated values (RFC 4180) under a header. */
  CSV,
  /** Tab-separated values under a header, quoted as in CSV. */
  TSV,
  /** An array of objects, objects one after another, or an object around them. */
  JSON,
  /** One JSON object per line (jsonlines.org). */
  JSONL,
  /** A sheet of a workbook of Excel 2007 or later, under a header. */
  XLSX;

  /**
   * Returns the format of a file by its extension: {@code .csv}, {@code .tsv}, {@code .json},
   * {@code .jsonl}, {@code .ndjson} or {@code .xlsx}.
   *
   * @throws IllegalArgumentException if it has another one
   */
  public static DataFormat of(Path file) {
    return find(file)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": expected a file that ends in .csv, .tsv, .json, .jsonl, .ndjson or"
                        + " .xlsx"));
  }

  /** Returns the format of a file by its extension; empty if that is not known. */
  public static Optional<DataFormat> find(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".ndjson")
        ? Optional.of(JSONL)
        : Arrays.stream(values())
            .filter(format -> name.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
            .findFirst();
  }
}
