package io.github.sentiment4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a batch's loss is. Every one is a mean over the texts of the batch, weighted by class. */
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

  /** The loss of some texts. */
  Loss loss(
      Decoder decoder,
      List<Example> examples,
      LabelTokens labels,
      Weighting weighting,
      Dropout dropout) {
    return switch (this) {
      case ALL_TOKENS -> tokens(decoder, examples, labels, weighting, dropout, true);
      case RESPONSE ->
          examples.stream().allMatch(Example::isCertain)
              ? tokens(decoder, examples, labels, weighting, dropout, false)
              : labels(decoder, examples, labels, weighting, dropout, false);
      case LABELS -> labels(decoder, examples, labels, weighting, dropout, true);
    };
  }

  /**
   * What some texts add to the loss of their batch, which is sum of sums / sum of weights.
   *
   * @param sum weighted sum of the losses of texts or tokens: a number with gradients
   * @param weight sum of their weights
   */
  record Loss(Tensor sum, double weight) {}

  /**
   * How texts and labels count.
   *
   * @param classWeights of positive, neutral, negative; a text's is that of its label
   * @param smoothing share of the target that goes to all labels alike (to all tokens where a label
   *     is learnt among all tokens)
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Weighting(float[] classWeights, float smoothing) {
    /** All alike. */
    static final Weighting EVEN = new Weighting(new float[] {1, 1, 1}, 0);

    float[] smooth(float[] target) {
      float[] smoothed = new float[target.length];
      for (int i = 0; i < target.length; i++) {
        smoothed[i] = (1 - smoothing) * target[i] + smoothing / target.length;
      }
      return smoothed;
    }

    Loss sum(Tensor losses, List<Example> examples) {
      float[] weights = new float[examples.size()];
      double sum = 0;
      for (int b = 0; b < weights.length; b++) {
        weights[b] = classWeights[examples.get(b).label()];
        sum += weights[b];
      }
      return new Loss(losses.mul(Torch.floats(weights, weights.length)).sum(), sum);
    }
  }

  private static Loss labels(
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

  private static Loss tokens(
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
