package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The costs of errors: what it costs to give a label to a text whose true label is another one. The
 * costs have any unit, such as money; right labels cost nothing. Immutable.
 *
 * @param rows (3, 3) the costs, a row for each true label and a column for each predicted label, in
 *     the order positive, neutral, negative; not negative, 0 on the diagonal, and not all 0
 */
public record CostMatrix(List<List<Double>> rows) {
  /**
   * The distance of the labels on the scale negative, neutral, positive: bad news that are called
   * good cost 2, bad news that are called neutral cost 1.
   */
  public static final CostMatrix DISTANCE = parse("0,1,2/1,0,1/2,1,0");

  /**
   * Copies the rows.
   *
   * @throws IllegalArgumentException if they are not a matrix of such costs
   */
  public CostMatrix {
    rows = rows.stream().map(List::copyOf).toList();
    boolean square =
        rows.size() == Sentiment.COUNT && rows.stream().allMatch(r -> r.size() == Sentiment.COUNT);
    boolean sound = square;
    double sum = 0;
    for (int i = 0; square && i < Sentiment.COUNT; i++) {
      for (int j = 0; j < Sentiment.COUNT; j++) {
        double cost = rows.get(i).get(j);
        sound &= cost >= 0 && Double.isFinite(cost) && (i != j || cost == 0);
        sum += cost;
      }
    }
    if (!sound || sum == 0) {
      throw new IllegalArgumentException(
          "expected three rows of three costs (a row for each true label, a column for each"
              + " predicted label, in the order positive, neutral, negative) that are not negative,"
              + " with 0 where both are the same, such as 0,1,2/1,0,1/2,1,0; found "
              + text(rows));
    }
  }

  /**
   * Reads costs in the form of {@link #toString}: numbers with commas between, rows with slashes
   * between.
   *
   * @throws IllegalArgumentException if they are not a matrix of costs
   */
  public static CostMatrix parse(String text) {
    List<List<Double>> rows = new ArrayList<>();
    for (String row : text.split("/", -1)) {
      List<Double> costs = new ArrayList<>();
      for (String cost : row.split(",", -1)) {
        try {
          costs.add(Double.valueOf(cost.strip()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "expected costs such as 0,1,2/1,0,1/2,1,0, found '" + cost + "' in " + text, e);
        }
      }
      rows.add(costs);
    }
    return new CostMatrix(rows);
  }

  /** Returns the cost of giving a label to a text with a true label. */
  public double cost(Sentiment truth, Sentiment predicted) {
    return rows.get(truth.index()).get(predicted.index());
  }

  /** Returns the rows with slashes between, such as {@code 0,1,2/1,0,1/2,1,0}. */
  @Override
  public String toString() {
    return text(rows);
  }

  private static String text(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(CostMatrix::text).collect(Collectors.joining(",")))
        .collect(Collectors.joining("/"));
  }

  private static String text(double cost) {
    return cost == Math.rint(cost) && Math.abs(cost) < 1e15
        ? String.valueOf((long) cost)
        : String.valueOf(cost);
  }
}
