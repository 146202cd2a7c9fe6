package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of a step: {@code sum of w(i) l(i) / n} over its n losses. A text has one loss or
 * several; w is the weight of its class, 1 without class weights.
 *
 * <p>The sum is divided by the number of losses, not by the sum of their weights, as PyTorch's
 * {@code CrossEntropyLoss(weight, reduction="sum")} over transformers' {@code num_items_in_batch}
 * (transformers 5, {@code loss_utils.fixed_cross_entropy}). Because n is that of the whole step,
 * the batches that make one step have the gradients of one large batch. Divided by the sum of the
 * weights ({@code reduction="mean"}), a text that is alone in its step would have the weight 1
 * whatever its class is.
 */
public interface Loss {
  /**
   * The part of some texts in their step's loss, not yet divided.
   *
   * @param loss the sum of w(i) l(i), a number with gradients
   * @param rewards the sums of the {@link #rewards} of the losses
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sum(Tensor loss, double... rewards) {}

  /** Returns the part of some texts in their step's loss. */
  Sum sum(Decoder decoder, List<Example> texts, Dropout dropout);

  /** Returns the number of losses that a text has. */
  int count(Example text);

  /** Returns the weight of a text. */
  float weight(Example text);

  /** Returns the names of what each loss has beside its value; none by default. */
  default List<String> rewards() {
    return List.of();
  }

  /** Returns the loss of a step, counted from 1; it decides what is sampled in that step. */
  default Loss ofStep(int step) {
    return this;
  }

  /** Returns the weighted sum of losses (N), each of which belongs to a text. */
  default Tensor weighted(Tensor losses, List<Example> ofLosses) {
    float[] weights = new float[ofLosses.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(ofLosses.get(i));
    }
    return losses.mul(Torch.floats(weights, weights.length)).sum();
  }
}
