package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Splits texts so that every label has its share in every split: each split's size, and each
 * label's number in it, is the exact share rounded up or down.
 */
final class Stratification {
  private final Map<Split, Integer> weights = new EnumMap<>(Split.class);
  private final long sumOfWeights;

  /**
   * Creates a division among some splits.
   *
   * @param weights of the splits, in any unit; not negative, at least one is positive
   */
  Stratification(Map<Split, Integer> weights) {
    weights.forEach(
        (split, weight) -> {
          if (weight > 0) {
            this.weights.put(split, weight);
          }
        });
    this.sumOfWeights = weights.values().stream().mapToLong(Integer::longValue).sum();
  }

  /**
   * Returns the split of each text.
   *
   * @param labels of the texts
   */
  List<Split> split(List<Sentiment> labels, long seed) {
    Map<Sentiment, Integer> counts = new EnumMap<>(Sentiment.class);
    labels.forEach(label -> counts.merge(label, 1, Integer::sum));
    Map<Sentiment, Deque<Split>> dealt = new EnumMap<>(Sentiment.class);
    Random random = new Random(seed);
    sizes(counts).forEach((label, sizes) -> dealt.put(label, shuffled(sizes, random)));
    return labels.stream().map(label -> Objects.requireNonNull(dealt.get(label)).remove()).toList();
  }

  private static Deque<Split> shuffled(Map<Split, Integer> sizes, Random random) {
    List<Split> splits = new ArrayList<>();
    sizes.forEach((split, size) -> splits.addAll(Collections.nCopies(size, split)));
    Collections.shuffle(splits, random);
    return new ArrayDeque<>(splits);
  }

  /**
   * Returns the number of texts of each label in each split. All exact shares are rounded down. The
   * texts of a label that are then left go to the splits that lack most, the label with most left
   * first (the construction behind the Gale-Ryser theorem, which meets both sums).
   */
  Map<Sentiment, Map<Split, Integer>> sizes(Map<Sentiment, Integer> counts) {
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    Map<Split, Integer> missing = roundedToSum(total);
    Map<Sentiment, Map<Split, Integer>> sizes = new EnumMap<>(Sentiment.class);
    Map<Sentiment, Integer> left = new EnumMap<>(counts);
    counts.forEach(
        (label, count) -> {
          Map<Split, Integer> row = roundedDown(count);
          row.forEach((split, size) -> missing.merge(split, -size, Integer::sum));
          left.merge(label, -sum(row), Integer::sum);
          sizes.put(label, row);
        });
    Comparator<Split> mostMissing = Comparator.<Split, Integer>comparing(missing::get).reversed();
    counts.keySet().stream()
        .sorted(Comparator.<Sentiment, Integer>comparing(left::get).reversed())
        .forEach(
            label ->
                weights.keySet().stream()
                    .sorted(mostMissing)
                    .limit(left.getOrDefault(label, 0))
                    .toList()
                    .forEach(
                        split -> {
                          Objects.requireNonNull(sizes.get(label)).merge(split, 1, Integer::sum);
                          missing.merge(split, -1, Integer::sum);
                        }));
    return sizes;
  }

  private Map<Split, Integer> roundedDown(int count) {
    Map<Split, Integer> sizes = new EnumMap<>(Split.class);
    weights.forEach(
        (split, weight) -> sizes.put(split, (int) (count * (long) weight / sumOfWeights)));
    return sizes;
  }

  /** Rounds by largest remainder: the splits that lose most by rounding down get one more. */
  private Map<Split, Integer> roundedToSum(int total) {
    Map<Split, Integer> sizes = roundedDown(total);
    weights.keySet().stream()
        .sorted(
            Comparator.<Split>comparingLong(
                    split -> total * (long) weights.getOrDefault(split, 0) % sumOfWeights)
                .reversed())
        .limit(total - sum(sizes))
        .toList()
        .forEach(split -> sizes.merge(split, 1, Integer::sum));
    return sizes;
  }

  private static int sum(Map<Split, Integer> sizes) {
    return sizes.values().stream().mapToInt(Integer::intValue).sum();
  }
}
