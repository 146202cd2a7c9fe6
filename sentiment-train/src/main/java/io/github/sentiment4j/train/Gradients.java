package io.github.sentiment4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Forward and backward passes: every worker takes some texts of a batch, and their gradients are
 * summed in the same order each time.
 */
final class Gradients {
  private final Workers workers;
  private final Decoder decoder;
  private final Objective objective;
  private final LabelTokens labels;
  private final Objective.Weighting weighting;

  Gradients(
      Workers workers,
      Decoder decoder,
      Objective objective,
      LabelTokens labels,
      Objective.Weighting weighting) {
    this.workers = workers;
    this.decoder = decoder;
    this.objective = objective;
    this.labels = labels;
    this.weighting = weighting;
  }

  /** Of some texts: the weighted sum of the losses, and its gradients. */
  private record Part(double loss, TensorVector gradients) {}

  /** How many losses some texts have. */
  long losses(List<Example> texts) {
    return texts.stream().mapToLong(text -> objective.losses(text, labels, weighting)).sum();
  }

  /** The sum of the weights of these losses. */
  double weight(List<Example> texts) {
    return texts.stream()
        .mapToDouble(
            text -> objective.losses(text, labels, weighting) * (double) weighting.of(text))
        .sum();
  }

  /**
   * Adds a batch's gradients to those of the next step.
   *
   * @param losses of all batches of the step, see {@link #losses}
   * @param seed of what is left out
   * @return the batch's part of the step's loss
   */
  double add(AdamW optimizer, List<Example> batch, long losses, long seed) {
    int count = Math.min(workers.count(), batch.size());
    List<Part> parts =
        workers.map(
            IntStream.range(0, count).boxed().toList(),
            part -> part(everyNth(batch, count, part), seed * count + part));
    for (Part part : parts) {
      optimizer.accumulate(part.gradients(), 1.0 / losses);
      part.gradients().close();
    }
    return parts.stream().mapToDouble(Part::loss).sum() / losses;
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
          Tensor loss = objective.loss(decoder, texts, labels, weighting, Dropout.of(seed));
          TensorVector gradients =
              torch.grad(
                  new TensorVector(loss),
                  decoder.adapter().matrices(),
                  new TensorVector(),
                  new BoolOptional(false),
                  false,
                  false);
          gradients.retainReference();
          return new Part(loss.item_double(), gradients);
        });
  }
}
