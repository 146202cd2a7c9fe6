package io.github.sentiment4j.train.internal.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * In which steps an epoch goes through the texts: shuffled, sorted by length within some steps,
 * cut, and the steps shuffled. Texts of a step are about as long, so little of it is filling. The
 * same seed and epoch give the same order.
 */
public final class BatchOrder {
  /** Steps that are sorted together: enough for little filling, few enough to stay mixed. */
  private static final int BUCKET = 32;

  private BatchOrder() {}

  /** The steps of an epoch, counted from 0, each with so many texts at most. */
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

  /** A list in consecutive parts of a size, the last of them what is left. */
  public static <T> List<List<T>> parts(List<T> list, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < list.size(); from += size) {
      parts.add(list.subList(from, Math.min(list.size(), from + size)));
    }
    return parts;
  }
}
