package io.github.sentiment4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a step's loss is: {@code sum of w(i) l(i) / n} over its n losses. A text has one loss, or
 * one for each token that is learnt; w is the weight of its class, 1 without class weights.
 *
 * <p>The sum is divided by the number of losses, not by the sum of their weights, as PyTorch's
 * {@code CrossEntropyLoss(weight, reduction="sum")} over transformers' {@code num_items_in_batch}
 * (transformers 5, {@code loss_utils.fixed_cross_entropy}). Because n is that of the whole step,
 * the batches that make one step have the gradients of one large batch. Divided by the sum of the
 * weights ({@code reduction="mean"}), a text that is alone in its step would have the weight 1
 * whatever its class is.
 */
public enum Objective {
  /** Cross-entropy over the whole vocabulary of every token but the first, prompt included. */
  ALL_TOKENS,

  /**
   * Cross-entropy over the whole vocabulary of the label's tokens. With labels of one token that is
   * the loss at the label's position. Towards a teacher's probabilities: the sum over the labels of
   * probability times cross-entropy of the label's tokens, so that nothing but labels stays likely.
   */
  RESPONSE,

  /**
   * Cross-entropy over the three labels, renormalised to them, towards the labels or a teacher's
   * probabilities.
   */
  LABELS;

  /**
   * What some texts add to their step's loss: the sum of w(i) l(i), not yet divided, a number with
   * gradients.
   */
  Tensor loss(
      Decoder decoder,
      List<Example> examples,
      LabelTokens labels,
      Weighting weighting,
      Dropout dropout) {
    return switch (this) {
      case ALL_TOKENS -> tokens(decoder, examples, labels, weighting, dropout, true);
      case RESPONSE ->
          weighting.teacher()
              ? labels(decoder, examples, labels, weighting, dropout, false)
              : tokens(decoder, examples, labels, weighting, dropout, false);
      case LABELS -> labels(decoder, examples, labels, weighting, dropout, true);
    };
  }

  /** How many losses a text has. */
  int losses(Example example, LabelTokens labels, Weighting weighting) {
    if (this == LABELS || (this == RESPONSE && weighting.teacher())) {
      return 1;
    }
    int ofWord = labels.word(example.label()).length;
    return this == RESPONSE ? ofWord : example.prompt().length - 1 + ofWord;
  }

  /**
   * How texts and labels count.
   *
   * @param classWeights of positive, neutral, negative; a text's is that of its most probable label
   * @param smoothing share of the target that goes to all labels alike (to all tokens where a label
   *     is learnt among all tokens)
   * @param teacher whether the targets are a teacher's probabilities, even where one of them is 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Weighting(float[] classWeights, float smoothing, boolean teacher) {
    /** All alike, and labels as targets. */
    static final Weighting EVEN = new Weighting(new float[] {1, 1, 1}, 0, false);

    float[] smooth(float[] target) {
      float[] smoothed = new float[target.length];
      for (int i = 0; i < target.length; i++) {
        smoothed[i] = (1 - smoothing) * target[i] + smoothing / target.length;
      }
      return smoothed;
    }

    /** The weight of a text. */
    float of(Example text) {
      return classWeights[text.label()];
    }

    Tensor sum(Tensor losses, List<Example> examples) {
      float[] weights = new float[examples.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = of(examples.get(i));
      }
      return losses.mul(Torch.floats(weights, weights.length)).sum();
    }
  }

  private static Tensor labels(
      Decoder decoder,
      List<Example> examples,
      LabelTokens labels,
      Weighting weighting,
      Dropout dropout,
      boolean renormalised) {
    Batch batch = Batch.ofLabels(examples, labels);
    Tensor scores = labels.scores(decoder.logits(batch.tokens(), batch.rows(), dropout)); // (B, 3)
    float[] targets = new float[examples.size() * 3];
    for (int b = 0; b < examples.size(); b++) {
      System.arraycopy(weighting.smooth(examples.get(b).target()), 0, targets, b * 3, 3);
    }
    Tensor wanted = Torch.floats(targets, examples.size(), 3);
    Tensor logs = renormalised ? torch.log_softmax(scores, 1) : scores;
    return weighting.sum(wanted.mul(logs).sum(1L).neg(), examples);
  }

  private static Tensor tokens(
      Decoder decoder,
      List<Example> examples,
      LabelTokens labels,
      Weighting weighting,
      Dropout dropout,
      boolean prompts) {
    Batch.Builder builder = new Batch.Builder();
    List<Integer> targets = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int b = 0; b < examples.size(); b++) {
      int[] prompt = examples.get(b).prompt();
      int[] all = PromptTokenizer.join(prompt, labels.word(examples.get(b).label()));
      int first = prompts ? 1 : prompt.length;
      builder.add(Arrays.copyOf(all, all.length - 1), first - 1);
      for (int t = first; t < all.length; t++) {
        targets.add(all[t]);
        owners.add(b);
      }
    }
    Batch batch = builder.build();
    Tensor logits = decoder.logits(batch.tokens(), batch.rows(), dropout); // (M, V)
    Tensor logs = torch.log_softmax(logits, 1);
    long[] ids = targets.stream().mapToLong(Integer::longValue).toArray();
    Tensor each = logs.gather(1, Torch.integers(ids, ids.length, 1)).squeeze(1).neg(); // (M)
    if (weighting.smoothing() > 0) {
      each =
          each.mul(Torch.scalar(1 - weighting.smoothing()))
              .sub(logs.mean(1L).mul(Torch.scalar(weighting.smoothing())));
    }
    List<Example> ofTokens = owners.stream().map(examples::get).toList();
    return weighting.sum(each, ofTokens);
  }
}
