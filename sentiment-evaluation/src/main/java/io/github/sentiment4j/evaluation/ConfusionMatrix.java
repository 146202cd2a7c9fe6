package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * How often each true label was given each predicted label, and the figures that follow from it, as
 * scikit-learn's {@code confusion_matrix} and {@code precision_recall_fscore_support} compute them.
 * Immutable.
 *
 * <p>A quotient of which the denominator is zero counts as 0, as with scikit-learn's {@code
 * zero_division=0}; {@link #isPredicted} and a support of 0 tell.
 */
public final class ConfusionMatrix {
  private final int[][] counts; // (3 true, 3 predicted)
  private final int total;

  private ConfusionMatrix(int[][] counts, int total) {
    this.counts = counts;
    this.total = total;
  }

  /** Counts. */
  public static ConfusionMatrix of(Predictions predictions) {
    int[][] counts = new int[Sentiment.COUNT][Sentiment.COUNT];
    for (int i = 0; i < predictions.size(); i++) {
      counts[predictions.truth(i).index()][predictions.label(i).index()]++;
    }
    return new ConfusionMatrix(counts, predictions.size());
  }

  /** Texts of one true label that were given one predicted label. */
  public int count(Sentiment truth, Sentiment predicted) {
    return counts[truth.index()][predicted.index()];
  }

  /** Number of texts. */
  public int total() {
    return total;
  }

  /** Texts with a true label. */
  public int support(Sentiment truth) {
    return Arrays.stream(counts[truth.index()]).sum();
  }

  /** Whether any text was given a label. */
  public boolean isPredicted(Sentiment label) {
    return predicted(label) > 0;
  }

  /** Share of the texts whose predicted label is the true one, in [0, 1]. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < Sentiment.COUNT; i++) {
      right += counts[i][i];
    }
    return quotient(right, total);
  }

  /** Precision, recall and F1 of one class. */
  public ClassFigures figures(Sentiment label) {
    int right = count(label, label);
    int predicted = predicted(label);
    int support = support(label);
    return new ClassFigures(
        quotient(right, predicted),
        quotient(right, support),
        // F1 = 2 TP / (2 TP + FP + FN)
        quotient(2 * right, predicted + support),
        support);
  }

  /**
   * The plain mean over all three classes, whether they occur or not (scikit-learn: {@code
   * average="macro", labels=[positive, neutral, negative], zero_division=0}). So a class that is in
   * neither truth nor prediction lowers it, and models on different texts have means over the same
   * classes.
   */
  public ClassFigures macroAverage() {
    return average(label -> 1.0 / Sentiment.COUNT);
  }

  /** The mean weighted by support (scikit-learn: {@code average="weighted"}). */
  public ClassFigures weightedAverage() {
    return average(label -> (double) support(label) / total);
  }

  /**
   * All figures in the layout of scikit-learn's {@code classification_report} with 4 digits, all
   * three classes in the order of {@link Sentiment}.
   */
  public String table() {
    return ClassificationTable.of(this);
  }

  private ClassFigures average(ToDoubleFunction<Sentiment> weight) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (Sentiment label : Sentiment.values()) {
      ClassFigures figures = figures(label);
      double w = weight.applyAsDouble(label);
      precision += w * figures.precision();
      recall += w * figures.recall();
      f1 += w * figures.f1();
    }
    return new ClassFigures(precision, recall, f1, total);
  }

  private int predicted(Sentiment label) {
    return Arrays.stream(counts).mapToInt(row -> row[label.index()]).sum();
  }

  private static double quotient(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
