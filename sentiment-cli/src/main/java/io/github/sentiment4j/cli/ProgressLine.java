package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.ClassifierListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A line on a terminal, redrawn in place, that says how far a run is, how fast, and how long it
 * will take. Progress is counted in lines of the input, of which the total is known for files.
 */
final class ProgressLine implements ClassifierListener {
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
  private static final int BAR_WIDTH = 24;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final OptionalLong totalLines;
  private final LongSupplier clock;
  private final long startNanos;
  private long drawnNanos;
  private long texts;
  private long lines;
  // Of the window that is in the classifier now.
  private long textsInWork;

  ProgressLine(PrintWriter out, OptionalLong totalLines, LongSupplier nanoClock) {
    this.out = out;
    this.totalLines = totalLines;
    this.clock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.drawnNanos = startNanos - REDRAW_NANOS;
  }

  static ProgressLine on(PrintWriter terminal, OptionalLong totalLines) {
    return new ProgressLine(terminal, totalLines, System::nanoTime);
  }

  static ProgressLine hidden() {
    return on(new PrintWriter(Writer.nullWriter()), OptionalLong.empty());
  }

  /** Lines of a file, which for everything but many-line CSV fields is its number of texts. */
  static OptionalLong countLines(Path file) throws IOException {
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
  public synchronized void onBatch(BatchEvent event) {
    textsInWork += event.texts();
    if (clock.getAsLong() - drawnNanos >= REDRAW_NANOS) {
      draw();
    }
  }

  /** Makes room for output on the same terminal. */
  synchronized void erase() {
    out.print(ERASE);
    out.flush();
  }

  /** A window is done, failures included. */
  synchronized void windowDone(int windowTexts, long lastLine) {
    texts += windowTexts;
    lines = lastLine;
    textsInWork = 0;
    draw();
  }

  /** Leaves the line as it stands. */
  synchronized void end() {
    draw();
    out.println();
  }

  private void draw() {
    drawnNanos = clock.getAsLong();
    out.print(ERASE + render((drawnNanos - startNanos) / 1e9));
    out.flush();
  }

  private String render(double seconds) {
    long done = texts + textsInWork;
    String counted =
        String.format(Locale.ROOT, "%,d texts  %.1f/s", done, done / Math.max(seconds, 1e-9));
    if (totalLines.isEmpty() || totalLines.getAsLong() == 0) {
      return counted;
    }
    double share = Math.min(1, (double) (lines + textsInWork) / totalLines.getAsLong());
    int filled = (int) (share * BAR_WIDTH);
    String bar = "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled);
    String left = share == 0 ? "" : "  " + clockTime(seconds / share * (1 - share)) + " left";
    return String.format(Locale.ROOT, "%3.0f%% [%s] %s%s", share * 100, bar, counted, left);
  }

  private static String clockTime(double seconds) {
    Duration time = Duration.ofMillis(Math.round(seconds * 1000));
    return time.toHours() > 0
        ? String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format("%d:%02d", time.toMinutesPart(), time.toSecondsPart());
  }
}
