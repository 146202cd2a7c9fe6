package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import io.github.sentiment4j.train.spec.PreferenceSpec.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of {@link Objective#DPO}, as TRL's {@code DPOTrainer} computes it with {@code loss_type}
 * sigmoid. A text has one loss for each rejected label. The three labels share the pass through the
 * model, where TRL makes two sequences of each pair.
 *
 * @param classWeights of positive, neutral, negative
 */
@SuppressWarnings("ArrayRecordComponent")
public record DpoLoss(LabelTokens labels, float[] classWeights, PreferenceSpec settings)
    implements Loss {

  /** The log-ratios in a batch that are compared, and the texts that they belong to. */
  private record Pairs(List<Example> texts, List<Long> chosen, List<Long> rejected) {}

  @Override
  public List<String> rewards() {
    return List.of("reward_chosen", "reward_rejected");
  }

  @Override
  public Sum sum(Decoder decoder, List<Example> texts, Dropout dropout) {
    Tensor scores = labels.sums(Reference.tokenScores(decoder, texts, labels, dropout)); // (B, 3)
    Tensor reference = labels.sums(Reference.tensor(texts, labels)); // (B, 3)
    Pairs pairs = pairs(texts, Torch.array(reference));
    Tensor rewards = scores.sub(reference).mul(Torch.scalar(settings.beta())).reshape(-1);
    Tensor chosen = select(rewards, pairs.chosen()); // (M)
    Tensor rejected = select(rewards, pairs.rejected()); // (M)
    Tensor losses = torch.log_sigmoid(chosen.sub(rejected)).neg();
    return new Sum(
        weighted(losses, pairs.texts()), chosen.sum().item_double(), rejected.sum().item_double());
  }

  private static Tensor select(Tensor values, List<Long> places) {
    long[] all = places.stream().mapToLong(Long::longValue).toArray();
    return values.index_select(0, Torch.integers(all, all.length));
  }

  private Pairs pairs(List<Example> texts, float[] reference) {
    Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < texts.size(); i++) {
      int chosen = texts.get(i).label();
      int first = (chosen + 1) % 3;
      int second = (chosen + 2) % 3;
      List<Integer> rejected =
          settings.rejected() == Rejected.ALL
              ? List.of(first, second)
              : List.of(reference[3 * i + first] >= reference[3 * i + second] ? first : second);
      for (int label : rejected) {
        pairs.texts().add(texts.get(i));
        pairs.chosen().add(3L * i + chosen);
        pairs.rejected().add(3L * i + label);
      }
    }
    return pairs;
  }

  @Override
  public int count(Example text) {
    return settings.rejected() == Rejected.ALL ? 2 : 1;
  }

  @Override
  public float weight(Example text) {
    return classWeights[text.label()];
  }
}
