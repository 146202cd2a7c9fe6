package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The log-probabilities of label words under the model that a preference objective starts from. */
public final class Reference {
  private Reference() {}

  /**
   * Scores texts with a model, without dropout.
   *
   * @return (B, W), see {@link LabelTokens#tokenScores}
   */
  public static float[][] of(Decoder decoder, List<Example> texts, LabelTokens labels) {
    float[] all =
        Torch.withoutGradients(
            () -> Torch.array(tokenScores(decoder, texts, labels, Dropout.NONE)));
    float[][] rows = new float[texts.size()][];
    int width = labels.tokens();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return rows;
  }

  /** Returns the log-probabilities of all label words' tokens under a model: (B, W). */
  static Tensor tokenScores(
      Decoder decoder, List<Example> texts, LabelTokens labels, Dropout dropout) {
    Batch batch = Batch.ofLabels(texts, labels);
    return labels.tokenScores(decoder.logits(batch.tokens(), batch.rows(), dropout));
  }

  /** Returns the texts' references as a tensor: (B, W). */
  static Tensor tensor(List<Example> texts, LabelTokens labels) {
    int width = labels.tokens();
    float[] all = new float[texts.size() * width];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(texts.get(i).reference(), 0, all, i * width, width);
    }
    return Torch.floats(all, texts.size(), width);
  }
}
