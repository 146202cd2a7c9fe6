package io.github.sentiment4j.train.internal.decoder;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Leaves out inputs at random (Srivastava et al. 2014), from a sequence of its own, so that threads
 * do not take each other's numbers.
 */
public final class Dropout {
  /** Leaves nothing out. */
  public static final Dropout NONE = new Dropout(null);

  private final GeneratorOptional generator;

  private Dropout(GeneratorOptional generator) {
    this.generator = generator;
  }

  /** What is left out follows from the seed. To be made and used within one scope of memory. */
  public static Dropout of(long seed) {
    return new Dropout(new GeneratorOptional(torch.make_generator_cpu(seed)));
  }

  /** Each number is 0 with some probability, else greater by 1 / (1 - probability). */
  public Tensor apply(Tensor x, double probability) {
    if (generator == null || probability == 0) {
      return x;
    }
    double kept = 1 - probability;
    return x.mul(torch.empty_like(x).bernoulli_(kept, generator).div_(Torch.scalar(kept)));
  }
}
