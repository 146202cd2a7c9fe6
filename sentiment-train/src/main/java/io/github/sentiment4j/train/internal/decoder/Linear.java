package io.github.sentiment4j.train.internal.decoder;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A linear module of the base, with the matrices of an adapter where it is adapted. */
final class Linear {
  private final Tensor weight; // (R, C)
  private final @Nullable Tensor bias; // (R)
  private final @Nullable LowRank lowRank;

  /** The trained matrices of a module, always in single precision. */
  record LowRank(String module, Tensor a, Tensor b, double scaling, double dropout) {}

  Linear(Tensor weight, @Nullable Tensor bias, @Nullable LowRank lowRank) {
    this.weight = weight;
    this.bias = bias;
    this.lowRank = lowRank;
  }

  /** (..., C) to (..., R): W x + bias + alpha / r · B A x. */
  Tensor forward(Tensor x, Dropout dropout) {
    Tensor y = bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    if (lowRank == null) {
      return y;
    }
    Tensor input = dropout.apply(x.to(ScalarType.Float), lowRank.dropout());
    Tensor down = torch.linear(input, lowRank.a()); // (..., r)
    Tensor up = torch.linear(down, lowRank.b()).mul(Torch.scalar(lowRank.scaling())); // (..., R)
    return y.add(up.to(y.scalar_type()));
  }
}
