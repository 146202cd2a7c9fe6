package io.github.sentiment4j.model.prune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws texts from a corpus of any size: all are equally likely, and the draw is always the same.
 */
final class TextSample {
  private static final long SEED = 20_261_124;

  private final int size;
  private final List<String> texts = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private int seen;

  private TextSample(int size) {
    this.size = size;
  }

  /**
   * At most {@code size} texts.
   *
   * @throws IOException if they cannot be read
   */
  static List<String> of(List<Texts> corpora, int size) throws IOException {
    TextSample sample = new TextSample(size);
    for (Texts corpus : corpora) {
      corpus.forEach(sample::offer);
    }
    return sample.texts;
  }

  /** Algorithm R of Vitter, 1985, "Random Sampling with a Reservoir". */
  private void offer(String text) {
    seen++;
    if (texts.size() < size) {
      texts.add(text);
    } else {
      int place = random.nextInt(seen);
      if (place < size) {
        texts.set(place, text);
      }
    }
  }
}
