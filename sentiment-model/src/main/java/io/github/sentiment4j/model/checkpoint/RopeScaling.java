package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import java.util.Map;
import java.util.Optional;

/**
 * The scaling of a checkpoint's rotary positions in llama.cpp v0.5.0, by the keys that it reads for
 * these architectures.
 *
 * @param type {@code none}, {@code linear} or {@code yarn}
 * @param factor divides the positions; 1 where they are not scaled
 * @param attentionFactor multiplies sine and cosine, beside YaRN's own factor
 */
public record RopeScaling(String type, float factor, float attentionFactor) {
  private static final String LINEAR = "linear";

  /** Reads the scaling from the keys of a GGUF file, or those that a folder would get. */
  public static RopeScaling of(Checkpoint checkpoint) {
    Map<String, GgufValue> keys = checkpoint.metadata();
    String prefix = checkpoint.config().architecture().gguf() + ".rope.";
    String type =
        Optional.ofNullable(keys.get(prefix + "scaling.type"))
            .map(GgufValue::asString)
            .orElse(LINEAR);
    float factor =
        number(keys, prefix + "scaling.factor")
            .or(() -> number(keys, prefix + "scale_linear"))
            .orElse(1f);
    return new RopeScaling(
        type,
        type.equals("none") ? 1 : factor,
        number(keys, prefix + "scaling.attn_factor").orElse(1f));
  }

  private static Optional<Float> number(Map<String, GgufValue> keys, String key) {
    return Optional.ofNullable(keys.get(key)).map(GgufValue::asFloat32);
  }

  /** Returns whether the positions are not scaled. */
  public boolean isNone() {
    return factor == 1 && attentionFactor == 1;
  }

  /** Returns YaRN's own factor of sine and cosine (Peng et al. 2023, arXiv 2309.00071). */
  static double yarnFactor(double factor, double scale) {
    return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
  }

  /** Returns the factor of sine and cosine, as transformers computes it. */
  public float wholeAttentionFactor() {
    return (float) (attentionFactor * (type.equals("yarn") ? yarnFactor(factor, 1) : 1));
  }

  @Override
  public String toString() {
    return type
        + " by "
        + factor
        + (attentionFactor == 1 ? "" : ", sine and cosine by " + wholeAttentionFactor());
  }
}
