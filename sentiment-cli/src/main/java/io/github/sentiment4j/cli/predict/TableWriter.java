package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** Writes a table for people, one line per row. The text is last, because its width varies. */
final class TableWriter implements ResultWriter {
  private static final int MOST_CHARACTERS = 100;
  private static final String HEADER = "prediction  positive  neutral  negative      time  text\n";

  private final Writer writer;
  private boolean started;

  TableWriter(Writer writer) {
    this.writer = writer;
  }

  @Override
  public void write(ResultRow row) throws IOException {
    if (!started) {
      started = true;
      writer.write(HEADER);
    }
    if (row instanceof ResultRow.Predicted predicted) {
      SentimentResult result = predicted.result();
      writer.write(
          String.format(
              Locale.ROOT,
              "%-10s    %6s   %6s    %6s  %5.0f ms  %s%s\n",
              result.label().label(),
              probability(result.positive()),
              probability(result.neutral()),
              probability(result.negative()),
              result.elapsed().toNanos() / 1e6,
              shorten(row.entry().text()),
              notes(result)));
    } else if (row instanceof ResultRow.Failed failed) {
      writer.write(
          String.format(
              "%-10s  %s  %s\n",
              "error",
              DisplayText.onOneLine(failed.problem().message()),
              shorten(row.entry().text())));
    }
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  private static String probability(double p) {
    return Double.isNaN(p) ? "-" : String.format(Locale.ROOT, "%.4f", p);
  }

  private static String notes(SentimentResult result) {
    return (result.abstained() ? "  [abstained]" : "")
        + (result.truncated() ? "  [truncated]" : "");
  }

  private static String shorten(String text) {
    return DisplayText.shorten(DisplayText.onOneLine(text), MOST_CHARACTERS);
  }
}
