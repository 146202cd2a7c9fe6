package io.github.sentiment4j.train.internal.decoder;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Dropout of inputs (Srivastava et al. 2014). Each instance has its own random sequence, so that
 * threads do not take each other's numbers.
 */
public final class Dropout {
  /** No dropout. */
  public static final Dropout NONE = new Dropout(null);

  private final @Nullable GeneratorOptional generator;

  private Dropout(@Nullable GeneratorOptional generator) {
    this.generator = generator;
  }

  /** Returns the dropout of a seed, to be used within one scope of memory. */
  public static Dropout of(long seed) {
    return new Dropout(new GeneratorOptional(torch.make_generator_cpu(seed)));
  }

  /** Sets each number to 0 with some probability, else multiplies it by 1 / (1 - probability). */
  public Tensor apply(Tensor x, double probability) {
    if (generator == null || probability == 0) {
      return x;
    }
    double kept = 1 - probability;
    return x.mul(torch.empty_like(x).bernoulli_(kept, generator).div_(Torch.scalar(kept)));
  }
}
