package io.github.sentiment4j.train;

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

  /** Of some texts: the weighted sum of the losses, its gradients, the sum of the weights. */
  private record Part(double loss, TensorVector gradients, double weight) {}

  /**
   * Adds a batch's gradients to those of the next step.
   *
   * @param share of the batch in the step
   * @param seed of what is left out
   * @return the loss, a mean over the batch
   */
  double add(AdamW optimizer, List<Example> batch, double share, long seed) {
    int count = Math.min(workers.count(), batch.size());
    List<Part> parts =
        workers.map(
            IntStream.range(0, count).boxed().toList(),
            part -> part(everyNth(batch, count, part), seed * count + part));
    double weight = Math.max(parts.stream().mapToDouble(Part::weight).sum(), 1e-12);
    for (Part part : parts) {
      optimizer.accumulate(part.gradients(), share / weight);
      part.gradients().close();
    }
    return parts.stream().mapToDouble(Part::loss).sum() / weight;
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
          Objective.Loss loss = objective.loss(decoder, texts, labels, weighting, Dropout.of(seed));
          TensorVector gradients =
              torch.grad(
                  new TensorVector(loss.sum()),
                  decoder.adapter().matrices(),
                  new TensorVector(),
                  new BoolOptional(false),
                  false,
                  false);
          gradients.retainReference();
          return new Part(loss.sum().item_double(), gradients, loss.weight());
        });
  }
}
