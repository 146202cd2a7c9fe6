package io.github.sentiment4j.cli.output;

import io.github.sentiment4j.cli.command.Streams;
import java.io.IOException;
import java.io.Writer;
import picocli.CommandLine.Option;

/** The option that chooses between a report for people and one for programs. */
public final class ReportOption {
  @Option(names = "--json", description = "Reports as one JSON object.")
  private boolean json;

  /** A report in one of the two forms. */
  @FunctionalInterface
  public interface Form {
    /**
     * Writes the report.
     *
     * @throws IOException if the output cannot be written
     */
    void writeTo(Writer writer) throws IOException;
  }

  /** Called by picocli. */
  public ReportOption() {}

  /** Returns whether the report is for programs. */
  public boolean isJson() {
    return json;
  }

  /**
   * Writes a report to standard output, which is closed.
   *
   * @throws IOException if the output cannot be written
   */
  public void write(Streams streams, Form table, Form object) throws IOException {
    try (Writer writer = streams.outWriter()) {
      (json ? object : table).writeTo(writer);
    }
  }
}
