package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures the effect of masked hidden units on the logits. Letters: L blocks, F hidden units, V
 * tokens, N prompts.
 */
final class WidthStudy {
  private static final double[] SHARES = {1 / 4.0, 1 / 2.0, 5 / 8.0, 3 / 4.0, 7 / 8.0};
  private static final int STEP = 32;

  private final Function<boolean[], List<float[]>> model;
  private final int[] labels;
  private final List<float[]> whole; // (N, V)

  /**
   * Runs the whole model.
   *
   * @param model gives the logits (N, V) of some prompts if only some units (L, F) work; null for
   *     all of them
   * @param labels the first token of each label word
   */
  WidthStudy(Function<boolean[], List<float[]>> model, int[] labels) {
    this.model = model;
    this.labels = labels;
    this.whole = model.apply(null);
  }

  /** Returns the widths to measure: the wanted one and some around it, below the full width. */
  static int[] widths(int wanted, int full) {
    IntStream shares =
        Arrays.stream(SHARES)
            .mapToInt(share -> (int) Math.round(share * full / STEP) * STEP)
            .filter(width -> width > 0 && width < full);
    return IntStream.concat(shares, IntStream.of(wanted)).sorted().distinct().toArray();
  }

  /**
   * The error at a width.
   *
   * @param width how many units of a block work, for the report
   * @param kept (L, F) those that work
   */
  WidthError error(int width, boolean[] kept) {
    List<float[]> narrow = model.apply(kept);
    double logitError = 0;
    double labelError = 0;
    int same = 0;
    for (int i = 0; i < whole.size(); i++) {
      logitError += relativeError(narrow.get(i), whole.get(i));
      float[] wholeLabels = labelLogits(whole.get(i));
      float[] narrowLabels = labelLogits(narrow.get(i));
      labelError += relativeError(narrowLabels, wholeLabels);
      same += indexOfMost(narrowLabels) == indexOfMost(wholeLabels) ? 1 : 0;
    }
    int n = whole.size();
    return new WidthError(width, logitError / n, labelError / n, (double) same / n);
  }

  /** |found - wanted| / |wanted| with Euclidean norms. */
  private static double relativeError(float[] found, float[] wanted) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = (double) found[i] - wanted[i];
      error += difference * difference;
      norm += (double) wanted[i] * wanted[i];
    }
    return error == 0 ? 0 : Math.sqrt(error / norm);
  }

  /** Returns the logits of the labels less their mean. */
  private float[] labelLogits(float[] all) {
    double mean = Arrays.stream(labels).mapToDouble(label -> all[label]).average().orElseThrow();
    float[] own = new float[labels.length];
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
