package io.github.sentiment4j.cli.output;

import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.model.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The progress of writing a model file, in bytes. */
public final class ByteProgress implements Progress, ProgressLine.Content, AutoCloseable {
  private final ProgressLine line;
  private String step = "";
  private long done;
  private long total;

  ByteProgress(PrintWriter out, LongSupplier nanoClock) {
    this.line = new ProgressLine(out, this, nanoClock);
  }

  /** Returns progress on standard error if that is a terminal, else nowhere. */
  public static ByteProgress on(Streams streams) {
    return new ByteProgress(streams.progress(), System::nanoTime);
  }

  @Override
  public void advanced(String newStep, long newDone, long newTotal) {
    step = newStep;
    done = newDone;
    total = newTotal;
    line.drawSometimes();
  }

  @Override
  public OptionalDouble share() {
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) done / total);
  }

  @Override
  public String text(double seconds) {
    return String.format(Locale.ROOT, "%,d MB  %s", done / 1_000_000, step);
  }

  /** Erases the line. */
  @Override
  public void close() {
    line.erase();
  }
}
