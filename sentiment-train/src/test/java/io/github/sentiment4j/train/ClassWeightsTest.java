package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on uneven labels; the largest norm of the gradients is that of the default. */
final class ClassWeightsTest {
  private static final Path BASE =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied");

  @TempDir Path folder;

  /** Also where every step is clipped, which takes common factors of gradients away. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.01})
  void run_batchOfOne_weightsChangeTheAdapter(double clip) throws IOException {
    float[] even = train("even", spec -> spec.batch(1).clip(clip));
    float[] again = train("again", spec -> spec.batch(1).clip(clip));
    float[] weighted = train("weighted", spec -> spec.batch(1).clip(clip).classWeights(true));

    assertThat(distance(even, again)).isZero();
    assertThat(distance(even, weighted)).isGreaterThan(0.01);
  }

  @Test
  void run_accumulated_isTheRunWithTheLargeBatch() throws IOException {
    UnaryOperator<FineTuneSpec.Builder> weighted = spec -> spec.classWeights(true).threads(2);
    float[] large = train("large", spec -> weighted.apply(spec).batch(4));
    float[] ones = train("ones", spec -> weighted.apply(spec).batch(1).accumulation(4));
    float[] twos = train("twos", spec -> weighted.apply(spec).batch(2).accumulation(2));

    assertThat(distance(large, ones)).isLessThan(1e-3);
    assertThat(distance(large, twos)).isLessThan(1e-3);
  }

  private float[] train(String name, UnaryOperator<FineTuneSpec.Builder> settings)
      throws IOException {
    FineTuneSpec.Builder spec =
        FineTuneSpec.builder()
            .base(BASE)
            .out(folder.resolve(name))
            .training(texts())
            .validation(texts())
            .prompt(PromptTemplate.of("{text}\n"))
            .precision(Precision.F32)
            .learningRate(1e-3)
            .epochs(1)
            .threads(1);
    Path adapter = FineTune.run(settings.apply(spec).build(), TrainingListener.NONE);
    SafetensorsFile file = SafetensorsFile.read(adapter.resolve("adapter_model.safetensors"));
    List<float[]> matrices = new ArrayList<>();
    file.tensors().stream()
        .filter(tensor -> tensor.name().contains("lora_B"))
        .forEach(
            tensor -> {
              Weight weight = file.weight(tensor);
              float[] values = new float[weight.rows() * weight.columns()];
              weight.read(0, weight.rows(), values);
              matrices.add(values);
            });
    float[] all = new float[matrices.stream().mapToInt(values -> values.length).sum()];
    int at = 0;
    for (float[] values : matrices) {
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }

  /** |a - b| / |a|. */
  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (double) (a[i] - b[i]);
      norm += a[i] * (double) a[i];
    }
    return Math.sqrt(difference / norm);
  }

  /** 20 positive, 6 neutral and 4 negative ones of different lengths: an odd one of a step of 4. */
  private static List<LabelledText> texts() {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Sentiment label =
          i < 20 ? Sentiment.POSITIVE : i < 26 ? Sentiment.NEUTRAL : Sentiment.NEGATIVE;
      texts.add(new LabelledText("shares moved " + "again ".repeat(i % 5) + "to " + i, label));
    }
    return texts;
  }
}
