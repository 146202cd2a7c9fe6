package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Forward and backward passes: every worker takes some texts of a batch, and their gradients are
 * summed in the same order each time.
 */
public final class Gradients {
  private final Workers workers;
  private final Decoder decoder;
  private final Loss loss;

  public Gradients(Workers workers, Decoder decoder, Loss loss) {
    this.workers = workers;
    this.decoder = decoder;
    this.loss = loss;
  }

  /**
   * What a batch adds to its step.
   *
   * @param loss the batch's part of the step's loss
   * @param rewards its part of the means of {@link Loss#rewards}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Added(double loss, double... rewards) {}

  /** The weighted sum of the losses of some texts, and its gradients. */
  private record Part(Added sum, TensorVector gradients) {}

  /** Returns the number of losses of some texts. */
  public long losses(List<Example> texts) {
    return texts.stream().mapToLong(text -> loss.count(text)).sum();
  }

  /** Returns the sum of the weights of these losses. */
  public double weight(List<Example> texts) {
    return texts.stream().mapToDouble(text -> loss.count(text) * (double) loss.weight(text)).sum();
  }

  /**
   * Adds a batch's gradients to those of the next step.
   *
   * @param losses of all batches of the step, see {@link #losses}
   * @param seed of what is left out
   * @return the batch's part of the step's loss and rewards
   */
  public Added add(AdamW optimizer, List<Example> batch, long losses, long seed) {
    int count = Math.min(workers.count(), batch.size());
    List<Part> parts =
        workers.map(
            IntStream.range(0, count).boxed().toList(),
            part -> part(everyNth(batch, count, part), seed * count + part));
    double sum = 0;
    double[] rewards = new double[loss.rewards().size()];
    for (Part part : parts) {
      optimizer.accumulate(part.gradients(), 1.0 / losses);
      part.gradients().close();
      sum += part.sum().loss();
      for (int i = 0; i < rewards.length; i++) {
        rewards[i] += part.sum().rewards()[i] / losses;
      }
    }
    return new Added(sum / losses, rewards);
  }

  private static List<Example> everyNth(List<Example> batch, int n, int first) {
    List<Example> some = new ArrayList<>();
    for (int i = first; i < batch.size(); i += n) {
      some.add(batch.get(i));
    }
    return some;
  }

  private Part part(List<Example> texts, long seed) {
    return Torch.scoped(
        () -> {
          Loss.Sum sum = loss.sum(decoder, texts, Dropout.of(seed));
          TensorVector gradients =
              torch.grad(
                  new TensorVector(sum.loss()),
                  decoder.adapter().matrices(),
                  new TensorVector(),
                  new BoolOptional(false),
                  false,
                  false);
          gradients.retainReference();
          return new Part(new Added(sum.loss().item_double(), sum.rewards()), gradients);
        });
  }
}
