package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of {@link Objective#GRPO}, as TRL's {@code GRPOTrainer} computes it with {@code
 * loss_type} grpo and one iteration, with its unbiased gradient of the KL divergence ({@code
 * use_bias_correction_kl}, the default of TRL 1.16). A text has one loss for each sample. The
 * labels are sampled from their probabilities in the pass that is also the one for the gradients:
 * samples of the same label have the same loss, which counts as often as the label was sampled.
 *
 * @param classWeights of positive, neutral, negative
 * @param seed of the run, from which the samples of a step follow
 * @param samples of the step
 */
@SuppressWarnings("ArrayRecordComponent")
public record GrpoLoss(
    LabelTokens labels,
    float[] classWeights,
    PreferenceSpec settings,
    long seed,
    LabelSamples samples)
    implements Loss {
  /** Keeps the quotient finite where all samples of a text have the same reward. */
  private static final double EPSILON = 1e-4;

  /** The loss of a run before its first step. */
  public static GrpoLoss of(
      LabelTokens labels, float[] classWeights, PreferenceSpec settings, long seed) {
    LabelSamples none = LabelSamples.random(settings.samples(), seed);
    return new GrpoLoss(labels, classWeights, settings, seed, none);
  }

  @Override
  public GrpoLoss ofStep(int step) {
    LabelSamples ofStep = LabelSamples.random(settings.samples(), seed * 1_000_003 + step);
    return new GrpoLoss(labels, classWeights, settings, seed, ofStep);
  }

  @Override
  public List<String> rewards() {
    return List.of("reward");
  }

  @Override
  public Sum sum(Decoder decoder, List<Example> texts, Dropout dropout) {
    int width = labels.tokens();
    Tensor logs = Reference.tokenScores(decoder, texts, labels, dropout); // (B, W)
    Tensor old = logs.detach();
    float[] probabilities = Torch.array(torch.softmax(labels.sums(old), 1)); // (B, 3)
    float[] ofPolicy = new float[texts.size() * width];
    float[] ofDistance = new float[texts.size() * width];
    double reward = 0;
    for (int i = 0; i < texts.size(); i++) {
      Example text = texts.get(i);
      int[] counts = samples.of(text, Arrays.copyOfRange(probabilities, 3 * i, 3 * i + 3));
      double[] rewards = rewards(text.sentiment());
      double[] advantages = advantages(counts, rewards);
      double[] policy = new double[3];
      double[] distance = new double[3];
      for (int label = 0; label < 3; label++) {
        double perToken = (double) counts[label] / labels.word(label).length;
        policy[label] = -advantages[label] * perToken;
        distance[label] = settings.beta() * perToken;
        reward += counts[label] * rewards[label];
      }
      System.arraycopy(labels.forTokens(policy), 0, ofPolicy, i * width, width);
      System.arraycopy(labels.forTokens(distance), 0, ofDistance, i * width, width);
    }
    Tensor ratio = logs.sub(old).exp(); // 1, with the gradient of the log-probability
    Tensor toReference = Reference.tensor(texts, labels).sub(logs); // log(q/p)
    Tensor kl = toReference.exp().sub(toReference).sub(Torch.scalar(1));
    Tensor losses =
        kl.mul(Torch.floats(ofDistance, texts.size(), width))
            .add(Torch.floats(ofPolicy, texts.size(), width))
            .mul(ratio)
            .sum(1L); // (B)
    return new Sum(weighted(losses, texts), reward);
  }

  /** Returns the reward of each label, minus its cost. */
  double[] rewards(Sentiment truth) {
    return Arrays.stream(Sentiment.values())
        .mapToDouble(label -> -settings.costs().cost(truth, label))
        .toArray();
  }

  /**
   * Returns the advantage of each label in a group of samples: its reward minus the mean, divided
   * by the standard deviation of the samples plus 1e-4.
   *
   * @param counts (3) how often each label was sampled, at least 2 samples in all
   * @param rewards (3) of the labels
   */
  static double[] advantages(int[] counts, double... rewards) {
    int size = Arrays.stream(counts).sum();
    double mean = 0;
    for (int label = 0; label < counts.length; label++) {
      mean += counts[label] * rewards[label] / size;
    }
    double squares = 0;
    for (int label = 0; label < counts.length; label++) {
      squares += counts[label] * (rewards[label] - mean) * (rewards[label] - mean);
    }
    double deviation = Math.sqrt(squares / (size - 1)) + EPSILON;
    double[] advantages = new double[counts.length];
    for (int label = 0; label < counts.length; label++) {
      advantages[label] = (rewards[label] - mean) / deviation;
    }
    return advantages;
  }

  @Override
  public int count(Example text) {
    return settings.samples();
  }

  @Override
  public float weight(Example text) {
    return classWeights[text.label()];
  }
}
