package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2) with PyTorch's defaults: beta1
 * 0.9, beta2 0.999, epsilon 1e-8.
 */
public final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Map<String, Tensor> parameters;
  private final double weightDecay;
  private final Map<String, Tensor> gradients = new LinkedHashMap<>();
  private final Map<String, Tensor> means = new LinkedHashMap<>();
  private final Map<String, Tensor> variances = new LinkedHashMap<>();

  /** Starts with gradients and moments of zero. */
  public AdamW(Map<String, Tensor> parameters, double weightDecay) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    parameters.forEach(
        (name, parameter) -> {
          gradients.put(name, torch.zeros_like(parameter));
          means.put(name, torch.zeros_like(parameter));
          variances.put(name, torch.zeros_like(parameter));
        });
  }

  /**
   * Adds to the gradients of the next step.
   *
   * @param some gradients in the order of the parameters
   */
  void accumulate(TensorVector some, double factor) {
    Torch.withoutGradients(
        () -> {
          long i = 0;
          for (Tensor gradient : gradients.values()) {
            gradient.add_(some.get(i++), scalar(factor));
          }
          return i;
        });
  }

  /** The gradients of the next step, by the names of the parameters. */
  public Map<String, Tensor> gradients() {
    return gradients;
  }

  /** Forgets the gradients. */
  public void forget() {
    Torch.withoutGradients(
        () -> {
          gradients.values().forEach(Tensor::zero_);
          return 0;
        });
  }

  /** Scales all gradients so that their common norm is at most a maximum; returns what it was. */
  public double clip(double maxNorm) {
    return Torch.withoutGradients(
        () -> {
          double squares = 0;
          for (Tensor gradient : gradients.values()) {
            double norm = gradient.norm().item_double();
            squares += norm * norm;
          }
          double norm = Math.sqrt(squares);
          if (norm > maxNorm) {
            gradients.values().forEach(gradient -> gradient.mul_(scalar(maxNorm / norm)));
          }
          return norm;
        });
  }

  /** Step number {@code step}, counted from 1; forgets the gradients. */
  public void step(int step, double learningRate) {
    double correction1 = 1 - Math.pow(BETA1, step);
    double correction2 = 1 - Math.pow(BETA2, step);
    Torch.withoutGradients(
        () -> {
          for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
            Tensor parameter = entry.getValue();
            Tensor gradient = gradients.get(entry.getKey());
            Tensor mean = means.get(entry.getKey());
            Tensor variance = variances.get(entry.getKey());
            parameter.mul_(scalar(1 - learningRate * weightDecay));
            mean.lerp_(gradient, scalar(1 - BETA1));
            variance.mul_(scalar(BETA2)).addcmul_(gradient, gradient, scalar(1 - BETA2));
            Tensor root = variance.sqrt().div(scalar(Math.sqrt(correction2))).add(scalar(EPSILON));
            parameter.addcdiv_(mean, root, scalar(-learningRate / correction1));
            gradient.zero_();
          }
          return step;
        });
  }

  /** The moments, for a checkpoint; to resume, values are copied into them. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    means.forEach((name, tensor) -> state.put("mean." + name, tensor));
    variances.forEach((name, tensor) -> state.put("variance." + name, tensor));
    return state;
  }

  private static Scalar scalar(double value) {
    return Torch.scalar(value);
  }
}
