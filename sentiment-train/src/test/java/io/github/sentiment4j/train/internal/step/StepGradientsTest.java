package io.github.sentiment4j.train.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import io.github.sentiment4j.train.spec.PreferenceSpec.Rejected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step has the same gradients in one batch, in several, and in parts that threads compute side by
 * side, whatever the texts' lengths, labels and weights are.
 */
final class StepGradientsTest {
  /** In single precision, of which batches of other shapes round otherwise. */
  private static final double TOLERANCE = 5e-6;

  private static final Path GOLDENS = Path.of("src/test/resources/goldens/finetune");
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");

  /** Words of one, three and two tokens: texts of different labels have unequal token counts. */
  private static final LabelTokens LABELS =
      new LabelTokens(List.of(new int[] {12}, new int[] {30, 31, 32}, new int[] {30, 9}));

  static List<String> losses() {
    return List.of(
        "ALL_TOKENS",
        "RESPONSE",
        "LABELS",
        "RESPONSE of a teacher",
        "LABELS of a teacher",
        "DPO",
        "DPO of the preferred",
        "GRPO");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void add_sameTextsInOtherBatches_haveTheSameGradients(String name) {
    boolean teacher = name.endsWith("teacher");
    Random random = new Random(name.length());
    double largest = 0;
    try (Decoder decoder = decoder()) {
      for (int i = 0; i < 4; i++) {
        float[] weights = {random.nextFloat() * 3, random.nextFloat() * 3, random.nextFloat() * 3};
        Loss loss = loss(name, weights, i % 2 * 0.1f).ofStep(i + 1);
        List<Example> four = texts(random, 4, teacher);
        List<Example> seven = texts(random, 7, teacher); // an uneven tail in every batching but one
        for (List<Example> step : List.of(four, seven)) {
          double[] whole = gradients(decoder, loss, step, step.size(), 1);
          for (int batch : new int[] {1, 2, 3, 4}) {
            for (int threads : new int[] {1, 3}) {
              double[] parts = gradients(decoder, loss, step, batch, threads);
              largest = Math.max(largest, distance(whole, parts));
            }
          }
        }
      }
    }
    System.out.println(name + ": tolerance " + TOLERANCE + ", largest " + largest);
    assertThat(largest).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void add_oneTextAlone_countsAsMuchAsItsClass(String name) {
    List<Example> one = texts(new Random(1), 1, name.endsWith("teacher"));
    float[] weights = new float[] {1, 1, 1};
    weights[one.get(0).label()] = 2.5f;
    try (Decoder decoder = decoder()) {
      double[] even = gradients(decoder, loss(name, new float[] {1, 1, 1}, 0), one, 1, 1);
      double[] weighted = gradients(decoder, loss(name, weights, 0), one, 1, 1);
      for (int i = 0; i < even.length; i++) {
        even[i] *= 2.5;
      }
      assertThat(distance(even, weighted)).isLessThan(TOLERANCE);
    }
  }

  private static Loss loss(String name, float[] weights, float smoothing) {
    return switch (name) {
      case "DPO" -> new DpoLoss(LABELS, weights, PreferenceSpec.DPO);
      case "DPO of the preferred" ->
          new DpoLoss(LABELS, weights, PreferenceSpec.DPO.withRejected(Rejected.PREFERRED));
      case "GRPO" -> GrpoLoss.of(LABELS, weights, PreferenceSpec.GRPO, 42);
      default ->
          new CrossEntropy(
              Objective.valueOf(name.replace(" of a teacher", "")),
              LABELS,
              weights,
              smoothing,
              name.endsWith("teacher"));
    };
  }

  /** All gradients of a step and, at the end, its loss. */
  private static double[] gradients(
      Decoder decoder, Loss ofStep, List<Example> texts, int batch, int threads) {
    AdamW optimizer = new AdamW(decoder.adapter().parameters(), 0);
    double loss = 0;
    try (Workers workers = new Workers(threads)) {
      Gradients gradients = new Gradients(workers, decoder, ofStep);
      for (List<Example> some : BatchOrder.parts(texts, batch)) {
        loss += gradients.add(optimizer, some, gradients.losses(texts), 1).loss();
      }
    }
    List<Double> all = new ArrayList<>();
    for (Map.Entry<String, Tensor> gradient : optimizer.gradients().entrySet()) {
      for (float value : Torch.array(gradient.getValue())) {
        all.add((double) value);
      }
    }
    all.add(loss);
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** |a - b| / |a|. */
  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += a[i] * a[i];
    }
    return Math.sqrt(difference / norm);
  }

  private static List<Example> texts(Random random, int count, boolean teacher) {
    List<Example> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = random.ints(3 + random.nextInt(20), 5, 300).toArray();
      float[] target = new float[3];
      if (teacher && i % 3 != 1) {
        float first = 0.1f + 0.8f * random.nextFloat();
        target[i % 3] = first;
        target[(i + 1) % 3] = 1 - first;
      } else {
        target[random.nextInt(3)] = 1; // a teacher may be certain too
      }
      float[] reference = new float[LABELS.tokens()];
      for (int j = 0; j < reference.length; j++) {
        reference[j] = -5 - random.nextFloat(); // as likely as most tokens of 300
      }
      texts.add(new Example(prompt, target, reference));
    }
    return texts;
  }

  private static Decoder decoder() {
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve("qwen2-tied"));
    Adapter adapter =
        Adapter.read(
            GOLDENS.resolve("qwen2-tied/start"), base, new LoraSpec(2, 4, 0, LoraSpec.LINEAR));
    return new Decoder(base, adapter, ScalarType.Float);
  }
}
