package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The number of texts of each true and each predicted label, and the figures that follow from it,
 * as scikit-learn's {@code confusion_matrix} and {@code precision_recall_fscore_support} compute
 * them. Immutable.
 *
 * <p>A quotient with the denominator 0 counts as 0, as with scikit-learn's {@code zero_division=0};
 * {@link #isPredicted} and a support of 0 tell that.
 */
public final class ConfusionMatrix {
  private final int[][] counts; // (3 true, 3 predicted)
  private final int total;

  private ConfusionMatrix(int[][] counts, int total) {
    this.counts = counts;
    this.total = total;
  }

  /** Returns the matrix of predictions. */
  public static ConfusionMatrix of(Predictions predictions) {
    int[][] counts = new int[Sentiment.COUNT][Sentiment.COUNT];
    for (int i = 0; i < predictions.size(); i++) {
      counts[predictions.truth(i).index()][predictions.label(i).index()]++;
    }
    return new ConfusionMatrix(counts, predictions.size());
  }

  /** Returns the number of texts with a true label and a predicted label. */
  public int count(Sentiment truth, Sentiment predicted) {
    return counts[truth.index()][predicted.index()];
  }

  /** Returns the number of texts. */
  public int total() {
    return total;
  }

  /** Returns the number of texts with a true label. */
  public int support(Sentiment truth) {
    return Arrays.stream(counts[truth.index()]).sum();
  }

  /** Returns whether any text has a predicted label. */
  public boolean isPredicted(Sentiment label) {
    return predicted(label) > 0;
  }

  /** Returns the share of the texts whose predicted label is the true one, in [0, 1]. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < Sentiment.COUNT; i++) {
      right += counts[i][i];
    }
    return quotient(right, total);
  }

  /** Returns precision, recall and F1 of one class. */
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
   * Returns the plain mean over all three classes, whether they occur or not (scikit-learn: {@code
   * average="macro", labels=[positive, neutral, negative], zero_division=0}). A class that is in
   * neither truth nor prediction lowers it, and means on different texts are over the same classes.
   */
  public ClassFigures macroAverage() {
    return average(label -> 1.0 / Sentiment.COUNT);
  }

  /** Returns the mean weighted by support (scikit-learn: {@code average="weighted"}). */
  public ClassFigures weightedAverage() {
    return average(label -> (double) support(label) / total);
  }

  /**
   * Returns all figures in the layout of scikit-learn's {@code classification_report} with 4
   * digits, all three classes in the order of {@link Sentiment}.
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
