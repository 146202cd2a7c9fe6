package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.ResultFile.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is computed from a result, and how it is written in a cell. */
final class Figures {
  private static final long SAMPLES_FOR_P99 = 100;

  private Figures() {}

  static double overheadPercent(Result overhead) {
    return Medians.median(overhead.iterations(OverheadBenchmark.OVERHEAD));
  }

  static void addTimes(List<String> row, Result r) {
    row.add(milliseconds(r.percentile("50.0")));
    row.add(milliseconds(r.percentile("95.0")));
    row.add(r.samples() < SAMPLES_FOR_P99 ? "–" : milliseconds(r.percentile("99.0")));
    row.add(String.valueOf(r.samples()));
  }

  static void addProcess(List<String> row, Result r) {
    row.add(r.has("rss.MiB") ? text("%.0f", r.secondary("rss.MiB")) : "–");
    row.add(r.has("rssPeak.MiB") ? text("%.0f", r.secondary("rssPeak.MiB")) : "–");
    row.add(others(r));
  }

  static String others(Result r) {
    return r.has("others.cores") ? text("%.2f", othersCores(r)) : "–";
  }

  /**
   * Cores that other programs kept busy, median over the iterations; 0 where it was not measured.
   */
  static double othersCores(Result r) {
    return r.has("others.cores") ? Medians.median(r.iterations("others.cores")) : 0;
  }

  /** How many times as fast {@code after} was as {@code before}, pair by pair. */
  static List<Double> gains(Result pair, String before, String after) {
    List<Double> slow = pair.iterations(before);
    List<Double> fast = pair.iterations(after);
    return IntStream.range(0, slow.size()).mapToObj(i -> slow.get(i) / fast.get(i)).toList();
  }

  /** Of a pair of {@link BatchBenchmark}. */
  static double batchGain(Result pair) {
    return Medians.median(gains(pair, BatchBenchmark.ONE_BY_ONE, BatchBenchmark.BATCHED));
  }

  /** Our time in that of a peer, text by text. */
  static List<Double> ratios(Result turns, Peer peer) {
    return gains(turns, Peer.OURS.milliseconds(), peer.milliseconds());
  }

  /**
   * The first and the third quartile.
   *
   * @param sorted in ascending order
   */
  static String quartiles(List<Double> sorted) {
    return text("%.2f – %.2f", sorted.get(sorted.size() / 4), sorted.get(sorted.size() * 3 / 4));
  }

  /** Of batches without a pause between them. */
  static double textsPerSecond(Result batches) {
    return 1000 * Integer.parseInt(batches.parameter("batch")) / batches.mean();
  }

  static String milliseconds(double ms) {
    return text(ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
