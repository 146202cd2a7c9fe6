package io.github.sentiment4j.cli.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.sentiment4j.core.ClassifierListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The progress of classifying texts, counted in lines if the input is a file. */
public final class TextProgress implements ClassifierListener, ProgressLine.Content {
  private final ProgressLine line;
  private final OptionalLong totalLines;

  @GuardedBy("this")
  private long texts;

  @GuardedBy("this")
  private long lines;

  /** The texts of the current window whose batches are done. */
  @GuardedBy("this")
  private long textsInWork;

  TextProgress(PrintWriter out, OptionalLong totalLines, LongSupplier nanoClock) {
    this.line = new ProgressLine(out, this, nanoClock);
    this.totalLines = totalLines;
  }

  public static TextProgress on(PrintWriter terminal, OptionalLong totalLines) {
    return new TextProgress(terminal, totalLines, System::nanoTime);
  }

  /** Returns the number of lines of a file: its number of texts unless CSV values span lines. */
  public static OptionalLong countLines(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return OptionalLong.empty();
    }
    long count = 0;
    byte last = '\n';
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          count += buffer[i] == '\n' ? 1 : 0;
        }
        last = buffer[length - 1];
      }
    }
    return OptionalLong.of(last == '\n' ? count : count + 1);
  }

  @Override
  public void onBatch(BatchEvent event) {
    synchronized (this) {
      textsInWork += event.texts();
    }
    line.drawSometimes();
  }

  /** Records that a window is done, including the texts that failed. */
  public void windowDone(int windowTexts, long lastLine) {
    synchronized (this) {
      texts += windowTexts;
      lines = lastLine;
      textsInWork = 0;
    }
    line.draw();
  }

  /** Erases the line, to make room for output on the same terminal. */
  public void erase() {
    line.erase();
  }

  /** Draws the line a last time and goes to the next one. */
  public void end() {
    line.end();
  }

  @Override
  public synchronized OptionalDouble share() {
    return totalLines.isEmpty() || totalLines.getAsLong() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, (double) (lines + textsInWork) / totalLines.getAsLong()));
  }

  @Override
  public synchronized String text(double seconds) {
    long done = texts + textsInWork;
    return String.format(Locale.ROOT, "%,d texts  %.1f/s", done, done / Math.max(seconds, 1e-9));
  }
}
