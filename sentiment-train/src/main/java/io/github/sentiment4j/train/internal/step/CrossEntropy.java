package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.spec.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The cross-entropy of labels, or of all tokens. A text has one loss, or one for each token that is
 * learnt.
 *
 * @param classWeights of positive, neutral, negative; a text has that of its most probable label
 * @param smoothing the share of the target that all labels get alike (all tokens, where a label is
 *     learnt among all tokens)
 * @param teacher whether the targets are a teacher's probabilities, even where one of them is 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record CrossEntropy(
    Objective objective, LabelTokens labels, float[] classWeights, float smoothing, boolean teacher)
    implements Loss {

  /** The loss without class weights and smoothing, towards labels. */
  public static CrossEntropy plain(Objective objective, LabelTokens labels) {
    return new CrossEntropy(objective, labels, new float[] {1, 1, 1}, 0, false);
  }

  @Override
  public Sum sum(Decoder decoder, List<Example> texts, Dropout dropout) {
    return new Sum(
        isOfLabels() ? ofLabels(decoder, texts, dropout) : ofTokens(decoder, texts, dropout));
  }

  private boolean isOfLabels() {
    return objective == Objective.LABELS || (objective == Objective.RESPONSE && teacher);
  }

  @Override
  public int count(Example text) {
    if (isOfLabels()) {
      return 1;
    }
    int ofWord = labels.word(text.label()).length;
    return objective == Objective.RESPONSE ? ofWord : text.prompt().length - 1 + ofWord;
  }

  @Override
  public float weight(Example text) {
    return classWeights[text.label()];
  }

  private Tensor ofLabels(Decoder decoder, List<Example> texts, Dropout dropout) {
    Batch batch = Batch.ofLabels(texts, labels);
    Tensor scores = labels.scores(decoder.logits(batch.tokens(), batch.rows(), dropout)); // (B, 3)
    float[] targets = new float[texts.size() * 3];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (1 - smoothing) * texts.get(i / 3).target()[i % 3] + smoothing / 3;
    }
    Tensor wanted = Torch.floats(targets, texts.size(), 3);
    Tensor logs = objective == Objective.LABELS ? torch.log_softmax(scores, 1) : scores;
    return weighted(wanted.mul(logs).sum(1L).neg(), texts);
  }

  private Tensor ofTokens(Decoder decoder, List<Example> texts, Dropout dropout) {
    Batch.Builder builder = new Batch.Builder();
    List<Integer> targets = new ArrayList<>();
    List<Example> ofTargets = new ArrayList<>();
    for (Example text : texts) {
      int[] prompt = text.prompt();
      int[] all = PromptTokenizer.join(prompt, labels.word(text.label()));
      int first = objective == Objective.ALL_TOKENS ? 1 : prompt.length;
      builder.add(Arrays.copyOf(all, all.length - 1), first - 1);
      for (int t = first; t < all.length; t++) {
        targets.add(all[t]);
        ofTargets.add(text);
      }
    }
    Batch batch = builder.build();
    Tensor logits = decoder.logits(batch.tokens(), batch.rows(), dropout); // (M, V)
    Tensor logs = torch.log_softmax(logits, 1);
    long[] ids = targets.stream().mapToLong(Integer::longValue).toArray();
    Tensor each = logs.gather(1, Torch.integers(ids, ids.length, 1)).squeeze(1).neg(); // (M)
    if (smoothing > 0) {
      each = each.mul(Torch.scalar(1 - smoothing)).sub(logs.mean(1L).mul(Torch.scalar(smoothing)));
    }
    return weighted(each, ofTargets);
  }
}
