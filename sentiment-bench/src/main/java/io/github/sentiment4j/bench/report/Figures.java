package io.github.sentiment4j.bench.report;

import io.github.sentiment4j.bench.jmh.Medians;
import io.github.sentiment4j.bench.report.ResultFile.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The figures of a result as the cells of a {@link Table}. */
final class Figures {
  private static final long SAMPLES_FOR_P99 = 100;

  private Figures() {}

  static String row(Object... cells) {
    return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | "));
  }

  /** Returns the cells p50, p95, p99 and number of samples. */
  static String times(Result r) {
    return row(
        milliseconds(r.percentile("50.0")),
        milliseconds(r.percentile("95.0")),
        r.samples() < SAMPLES_FOR_P99 ? "–" : milliseconds(r.percentile("99.0")),
        r.samples());
  }

  /** Returns the cells resident memory, its peak and the cores that others used. */
  static String process(Result r) {
    return row(
        r.has("rss.MiB") ? text("%.0f", r.secondary("rss.MiB")) : "–",
        r.has("rssPeak.MiB") ? text("%.0f", r.secondary("rssPeak.MiB")) : "–",
        others(r));
  }

  /** Returns the CPU cores that other programs kept busy, as a median over the iterations. */
  static String others(Result r) {
    return r.has("others.cores") ? text("%.2f", Medians.median(r.iterations("others.cores"))) : "–";
  }

  /** Returns the quotient of two times for each pair: {@code before / after}. */
  static List<Double> gains(Result pairs, String before, String after) {
    List<Double> slow = pairs.iterations(before);
    List<Double> fast = pairs.iterations(after);
    return IntStream.range(0, slow.size()).mapToObj(i -> slow.get(i) / fast.get(i)).toList();
  }

  /** Returns the cells median and quartiles. */
  static String ratios(List<Double> all) {
    List<Double> sorted = all.stream().sorted().toList();
    return row(
        text("%.2f", Medians.median(all)),
        text("%.2f – %.2f", sorted.get(sorted.size() / 4), sorted.get(sorted.size() * 3 / 4)));
  }

  static String milliseconds(double ms) {
    return text(ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
