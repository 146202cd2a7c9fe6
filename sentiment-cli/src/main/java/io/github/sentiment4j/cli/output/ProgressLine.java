package io.github.sentiment4j.cli.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * A line on a terminal, redrawn in place, that shows the progress of a run and the time left.
 * Thread-safe.
 */
public final class ProgressLine {
  /** The content of the line. */
  public interface Content {
    /** Returns the share that is done, from 0 to 1; empty if the end is not known. */
    OptionalDouble share();

    /**
     * Returns what is done, in words.
     *
     * @param seconds the time since the start
     */
    String text(double seconds);
  }

  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
  private static final int BAR_WIDTH = 24;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final Content content;
  private final LongSupplier clock;
  private final long startNanos;

  @GuardedBy("this")
  private long drawnNanos;

  public ProgressLine(PrintWriter out, Content content, LongSupplier nanoClock) {
    this.out = out;
    this.content = content;
    this.clock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.drawnNanos = startNanos - REDRAW_NANOS;
  }

  /** Draws the line as it is now. */
  synchronized void draw() {
    drawnNanos = clock.getAsLong();
    out.print(ERASE + render((drawnNanos - startNanos) / 1e9));
    out.flush();
  }

  /** Draws the line unless that was done less than a fifth of a second ago. */
  public synchronized void drawSometimes() {
    if (clock.getAsLong() - drawnNanos >= REDRAW_NANOS) {
      draw();
    }
  }

  /** Erases the line, to make room for output on the same terminal. */
  public synchronized void erase() {
    out.print(ERASE);
    out.flush();
  }

  /** Draws the line a last time and goes to the next one. */
  synchronized void end() {
    draw();
    out.println();
  }

  private String render(double seconds) {
    String text = content.text(seconds);
    if (content.share().isEmpty()) {
      return text;
    }
    double share = content.share().getAsDouble();
    int filled = (int) (share * BAR_WIDTH);
    String bar = "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled);
    String left = share == 0 ? "" : "  " + clockTime(seconds / share * (1 - share)) + " left";
    return String.format(Locale.ROOT, "%3.0f%% [%s] %s%s", share * 100, bar, text, left);
  }

  private static String clockTime(double seconds) {
    Duration time = Duration.ofMillis(Math.round(seconds * 1000));
    return time.toHours() > 0
        ? String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format("%d:%02d", time.toMinutesPart(), time.toSecondsPart());
  }
}
