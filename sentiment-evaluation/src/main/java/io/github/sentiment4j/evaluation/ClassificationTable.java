package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.Locale;

/** The table per class in the layout of scikit-learn's {@code classification_report}. */
final class ClassificationTable {
  private static final int WIDTH = "weighted avg".length();

  private ClassificationTable() {}

  /** Returns the table with 4 digits, classes in the order of {@link Sentiment}. */
  static String of(ConfusionMatrix matrix) {
    StringBuilder table =
        new StringBuilder(
            format(
                "%" + WIDTH + "s  %9s %9s %9s %9s\n\n",
                "",
                "precision",
                "recall",
                "f1-score",
                "support"));
    for (Sentiment label : Sentiment.values()) {
      table.append(row(label.label(), matrix.figures(label)));
    }
    table.append(
        format(
            "\n%" + WIDTH + "s  %9s %9s %9.4f %9d\n",
            "accuracy",
            "",
            "",
            matrix.accuracy(),
            matrix.total()));
    table.append(row("macro avg", matrix.macroAverage()));
    table.append(row("weighted avg", matrix.weightedAverage()));
    return table.toString();
  }

  private static String row(String name, ClassFigures figures) {
    return format(
        "%" + WIDTH + "s  %9.4f %9.4f %9.4f %9d\n",
        name,
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.support());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
