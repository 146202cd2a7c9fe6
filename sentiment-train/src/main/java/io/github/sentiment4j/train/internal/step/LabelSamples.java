package io.github.sentiment4j.train.internal.step;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses the labels that a text is given in a step of {@link GrpoLoss}. */
@FunctionalInterface
public interface LabelSamples {
  /**
   * Returns how often each label is chosen.
   *
   * @param probabilities (3) of the labels under the model that is trained, with the sum 1
   */
  int[] of(Example text, float[] probabilities);

  /**
   * Returns samples by these probabilities. They follow from seed and text alone, so that a text
   * has the same ones in a batch of any size.
   */
  static LabelSamples random(int samples, long seed) {
    return (text, probabilities) -> {
      SplittableRandom random =
          new SplittableRandom(seed ^ (Arrays.hashCode(text.prompt()) * 0x9E3779B97F4A7C15L));
      int[] counts = new int[probabilities.length];
      for (int i = 0; i < samples; i++) {
        double left = random.nextDouble();
        int label = 0;
        while (label < counts.length - 1 && left >= probabilities[label]) {
          left -= probabilities[label++];
        }
        counts[label]++;
      }
      return counts;
    };
  }
}
