package io.github.sentiment4j.model.peft;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Merged weights against those of the live models that PEFT loads, whose logits they give; both
 * come from goldens/adapters.py.
 */
final class TrainedModelTest {
  private static final double TOLERANCE = 2e-6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedding",
        "embedding-tied",
        "embedding-tied-pattern",
        "head",
        "head-tied",
        "both",
        "saved-embedding",
        "saved-head-and-embedding-matrices",
        "saved-both",
        "saved-both-tied",
        "tokens",
        "tokens-both",
        "untied-embedding",
        "untied-both",
        "untied-saved",
        "untied-tokens",
        "kept",
        "untied-kept",
        "larger",
        "smaller",
        "untied-larger",
        "larger-embedding",
        "kept-tokens",
        "larger-tokens",
        "larger-tokens-both",
        "untied-larger-tokens",
        "larger-saved",
        "overlapping",
        "biases",
        "biases-of-targets",
        "velora",
        "decoder",
        "compiled",
      })
  void weight_adapterOfPeft_isThatOfTheTrainedModel(String name) {
    SafetensorsFile expected =
        SafetensorsFile.read(Goldens.checkpoint("adapters/" + name + ".safetensors"));
    HuggingFaceCheckpoint base =
        HuggingFaceCheckpoint.read(
            Goldens.checkpoint(expected.metadata().getOrDefault("base", "")));

    MergedCheckpoint merged = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/" + name));

    assertThat(merged.config().tiedOutput())
        .isEqualTo(Boolean.parseBoolean(expected.metadata().get("tied")));
    assertThat(merged.names().contains("lm_head.weight")).isEqualTo(!merged.config().tiedOutput());
    double largest = 0;
    for (String weight : merged.names()) {
      float[] ours = read(merged.weight(weight).orElseThrow());
      float[] theirs =
          expected
              .tensor(weight)
              .map(tensor -> read(expected.weight(tensor)))
              .orElseGet(() -> read(base.weight(weight).orElseThrow()));
      assertThat(ours).as(weight).hasSameSizeAs(theirs);
      for (int i = 0; i < theirs.length; i++) {
        largest = Math.max(largest, Math.abs(theirs[i] - ours[i]));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "[parity] live model of adapter %s: tolerance %.0e, largest difference %.1e%n",
        name,
        TOLERANCE,
        largest);
    assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
    assertThat(merged.vocabulary().size())
        .isEqualTo(merged.config().vocabularySize())
        .isEqualTo(merged.weight("model.embed_tokens.weight").orElseThrow().rows());
  }

  private static float[] read(Weight weight) {
    float[] values = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), values);
    return values;
  }
}
