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
 *
 * <p>libtorch's own optimizer and {@code clip_grad_norm_} read gradients from the tensors, where
 * threads would add them in any order; here they are added in a fixed order, which makes a resumed
 * run the same, and the moments have names to be saved under.
 */
public final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double weightDecay;
  private final Map<String, State> states = new LinkedHashMap<>();

  /** A parameter, and tensors of its shape: the next step's gradient and the two moments. */
  private record State(Tensor parameter, Tensor gradient, Tensor mean, Tensor variance) {}

  /** Starts with gradients and moments of zero. */
  public AdamW(Map<String, Tensor> parameters, double weightDecay) {
    this.weightDecay = weightDecay;
    parameters.forEach(
        (name, parameter) ->
            states.put(
                name,
                new State(
                    parameter,
                    torch.zeros_like(parameter),
                    torch.zeros_like(parameter),
                    torch.zeros_like(parameter))));
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
          for (State state : states.values()) {
            state.gradient().add_(some.get(i++), scalar(factor));
          }
          return i;
        });
  }

  /** Returns the gradients of the next step, by the names of the parameters. */
  public Map<String, Tensor> gradients() {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    states.forEach((name, state) -> gradients.put(name, state.gradient()));
    return gradients;
  }

  /** Sets the gradients to zero. */
  public void forget() {
    Torch.withoutGradients(
        () -> {
          states.values().forEach(state -> state.gradient().zero_());
          return 0;
        });
  }

  /**
   * Scales all gradients so that their common norm is at most a maximum; returns the norm before.
   */
  public double clip(double maxNorm) {
    return Torch.withoutGradients(
        () -> {
          double squares = 0;
          for (State state : states.values()) {
            double norm = state.gradient().norm().item_double();
            squares += norm * norm;
          }
          double norm = Math.sqrt(squares);
          if (norm > maxNorm) {
            states.values().forEach(state -> state.gradient().mul_(scalar(maxNorm / norm)));
          }
          return norm;
        });
  }

  /** Takes step {@code step}, counted from 1, and sets the gradients to zero. */
  public void step(int step, double learningRate) {
    double correction1 = 1 - Math.pow(BETA1, step);
    double correction2 = 1 - Math.pow(BETA2, step);
    Torch.withoutGradients(
        () -> {
          for (State state : states.values()) {
            Tensor parameter = state.parameter();
            Tensor gradient = state.gradient();
            Tensor variance = state.variance();
            parameter.mul_(scalar(1 - learningRate * weightDecay));
            state.mean().lerp_(gradient, scalar(1 - BETA1));
            variance.mul_(scalar(BETA2)).addcmul_(gradient, gradient, scalar(1 - BETA2));
            Tensor root = variance.sqrt().div(scalar(Math.sqrt(correction2))).add(scalar(EPSILON));
            parameter.addcdiv_(state.mean(), root, scalar(-learningRate / correction1));
            gradient.zero_();
          }
          return step;
        });
  }

  /**
   * Returns the moments, to be saved in a checkpoint; to resume a run, values are copied into them.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> moments = new LinkedHashMap<>();
    states.forEach((name, state) -> moments.put("mean." + name, state.mean()));
    states.forEach((name, state) -> moments.put("variance." + name, state.variance()));
    return moments;
  }

  private static Scalar scalar(double value) {
    return Torch.scalar(value);
  }
}
