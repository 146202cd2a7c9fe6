package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures what it does to the logits if hidden units do not work. Letters: L blocks, F hidden
 * units, V tokens.
 */
final class WidthStudy {
  private static final double[] SHARES = {1 / 4.0, 1 / 2.0, 5 / 8.0, 3 / 4.0, 7 / 8.0};
  private static final int STEP = 32;

  private final Probe probe;
  private final List<int[]> prompts;
  private final List<float[]> logits; // (V) for each prompt, of the whole model
  private final int[] labels; // tokens

  /**
   * Runs the whole model.
   *
   * @param probe the model
   * @param prompts tokens
   * @param labels the first token of each label word
   * @param allUnits (L, F)
   */
  WidthStudy(Probe probe, List<int[]> prompts, int[] labels, int[][] allUnits) {
    this.probe = probe;
    this.prompts = prompts;
    this.labels = labels;
    this.logits = prompts.stream().map(prompt -> probe.logits(prompt, allUnits)).toList();
  }

  /** Widths worth knowing below the full one: that which is asked for and some beside it. */
  static int[] widths(int wanted, int full) {
    IntStream shares =
        IntStream.range(0, SHARES.length)
            .map(i -> (int) Math.round(SHARES[i] * full / STEP) * STEP)
            .filter(width -> width > 0 && width < full);
    return IntStream.concat(shares, IntStream.of(wanted)).sorted().distinct().toArray();
  }

  /**
   * The error at a width.
   *
   * @param units (L, W) those that work, ascending
   */
  WidthError error(int[][] units) {
    double logitError = 0;
    double labelError = 0;
    int same = 0;
    for (int i = 0; i < prompts.size(); i++) {
      float[] whole = logits.get(i);
      float[] narrow = probe.logits(prompts.get(i), units);
      logitError += relativeError(narrow, whole);
      float[] wholeLabels = labelLogits(whole);
      float[] narrowLabels = labelLogits(narrow);
      labelError += relativeError(narrowLabels, wholeLabels);
      same += indexOfMost(narrowLabels) == indexOfMost(wholeLabels) ? 1 : 0;
    }
    int n = prompts.size();
    return new WidthError(units[0].length, logitError / n, labelError / n, (double) same / n);
  }

  /** |found - wanted| / |wanted| with Euclidean norms. */
  static double relativeError(float[] found, float[] wanted) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = (double) found[i] - wanted[i];
      error += difference * difference;
      norm += (double) wanted[i] * wanted[i];
    }
    return error == 0 ? 0 : Math.sqrt(error / norm);
  }

  /** The logits of the labels less their mean. */
  private float[] labelLogits(float[] all) {
    float[] own = new float[labels.length];
    double mean = Arrays.stream(labels).mapToDouble(label -> all[label]).average().orElseThrow();
    for (int i = 0; i < own.length; i++) {
      own[i] = (float) (all[labels[i]] - mean);
    }
    return own;
  }

  private static int indexOfMost(float[] values) {
    int most = 0;
    for (int i = 1; i < values.length; i++) {
      most = values[i] > values[most] ? i : most;
    }
    return most;
  }
}
