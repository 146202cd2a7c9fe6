package io.github.sentiment4j.train.internal.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The order of an epoch's texts: shuffled, sorted by length within some steps, cut into steps, and
 * the steps shuffled. Texts of a step have similar lengths, which saves padding. The same seed and
 * epoch give the same order.
 */
public final class BatchOrder {
  /**
   * The number of steps that are sorted together: enough for little padding, few enough to stay
   * mixed.
   */
  private static final int BUCKET = 32;

  private BatchOrder() {}

  /** Returns the steps of an epoch, counted from 0, each of at most {@code size} texts. */
  public static List<List<Example>> of(List<Example> examples, int size, long seed, int epoch) {
    Random random = new Random(seed * 1_000_003 + epoch);
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, random);
    List<List<Example>> steps = new ArrayList<>();
    int sorted = (int) Math.min(examples.size(), (long) size * BUCKET);
    for (List<Example> bucket : parts(shuffled, sorted)) {
      bucket.sort(Comparator.comparingInt(example -> example.prompt().length));
      steps.addAll(parts(bucket, size));
    }
    Collections.shuffle(steps, random);
    return steps;
  }

  /** Returns the consecutive parts of a list; the last one may be shorter. */
  public static <T> List<List<T>> parts(List<T> list, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < list.size(); from += size) {
      parts.add(list.subList(from, Math.min(list.size(), from + size)));
    }
    return parts;
  }
}
