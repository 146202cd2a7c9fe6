package io.github.sentiment4j.evaluation.internal.output;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** A table for people with a name and a value in each line. */
public final class PropertyTable {
  private final Writer writer;

  public PropertyTable(Writer writer) {
    this.writer = writer;
  }

  public void row(String name, String value) throws IOException {
    writer.write(String.format("%-14s %s\n", name, DisplayText.onOneLine(value)));
  }

  public void row(String name, String format, Object... values) throws IOException {
    row(name, String.format(Locale.ROOT, format, values));
  }

  /** Returns a size in bytes and in MiB. */
  public static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%,d bytes (%.1f MiB)", bytes, bytes / 1048576.0);
  }
}
