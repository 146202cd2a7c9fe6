package io.github.sentiment4j.train.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import io.github.sentiment4j.train.spec.PreferenceSpec.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the trainers of TRL ({@code preference.py}). */
final class PreferenceGoldenTest {
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/finetune");
  private static final LoraSpec LORA = new LoraSpec(2, 4, 0, LoraSpec.LINEAR);
  private static final float[] EVEN = {1, 1, 1};

  @ParameterizedTest
  @CsvSource({
    "qwen2-tied, ALL", "qwen2-tied, PREFERRED",
    "qwen2-untied, ALL", "qwen2-untied, PREFERRED",
    "llama-tied, ALL", "llama-tied, PREFERRED",
    "qwen3-tied, ALL", "qwen3-tied, PREFERRED"
  })
  void dpo_lossesRewardsAndNormsOfTwentySteps_areTrls(String model, Rejected rejected)
      throws IOException {
    JsonNode golden = read("preference");
    JsonNode expected = golden.at("/" + model + "/dpo/" + rejected.name().toLowerCase(Locale.ROOT));
    LabelTokens labels = labels(read(model));
    PreferenceSpec settings =
        PreferenceSpec.DPO.withBeta(golden.get("beta").asDouble()).withRejected(rejected);
    double largest = 0;
    try (Workers workers = new Workers(2);
        Decoder decoder = decoder(model)) {
      List<Example> texts = examples(decoder, read(model), labels);
      Gradients gradients = new Gradients(workers, decoder, new DpoLoss(labels, EVEN, settings));
      AdamW optimizer = new AdamW(decoder.adapter().parameters(), 0.01);
      for (int step = 0; step < 20; step++) {
        List<Example> some = texts.subList(4 * (step % 2), 4 * (step % 2) + 4);
        Gradients.Added added = gradients.add(optimizer, some, gradients.losses(some), step);
        largest = Math.max(largest, distance(expected, "losses", step, added.loss()));
        largest = Math.max(largest, distance(expected, "chosen", step, added.rewards()[0]));
        largest = Math.max(largest, distance(expected, "rejected", step, added.rewards()[1]));
        assertThat(optimizer.clip(1))
            .as("gradient norm of step " + step)
            .isCloseTo(expected.get("norms").get(step).asDouble(), within(1e-3));
        optimizer.step(step + 1, golden.get("rate").asDouble());
      }
    }
    System.out.println(model + ", " + rejected + ": tolerance 1e-4, largest " + largest);
    assertThat(largest).isLessThan(1e-4);
  }

  private static double distance(JsonNode expected, String name, int step, double found) {
    return Math.abs(expected.get(name).get(step).asDouble() - found);
  }

  @ParameterizedTest
  @CsvSource({
    "qwen2-tied, first", "qwen2-tied, later",
    "qwen2-untied, first", "qwen2-untied, later",
    "llama-tied, first", "llama-tied, later",
    "qwen3-tied, first", "qwen3-tied, later"
  })
  void grpo_advantagesLossAndNormOfAStep_areTrls(String model, String when) throws IOException {
    JsonNode golden = read("preference");
    JsonNode expected = golden.at("/" + model + "/grpo/" + when);
    LabelTokens labels = labels(read(model));
    try (Workers workers = new Workers(2);
        Decoder decoder = decoder(model)) {
      List<Example> texts = examples(decoder, read(model), labels).subList(0, 4);
      List<int[]> counts = new ArrayList<>();
      expected.get("samples").forEach(group -> counts.add(counts(group)));
      int samples = expected.get("samples").get(0).size();
      GrpoLoss loss =
          new GrpoLoss(
              labels,
              EVEN,
              new PreferenceSpec(
                  golden.get("beta").asDouble(), Rejected.ALL, samples, costs(expected)),
              1,
              (text, probabilities) -> counts.get(indexOf(texts, text)));
      for (int i = 0; i < texts.size(); i++) {
        double[] advantages =
            GrpoLoss.advantages(counts.get(i), loss.rewards(texts.get(i).sentiment()));
        for (int j = 0; j < samples; j++) {
          assertThat(advantages[expected.get("samples").get(i).get(j).asInt()])
              .isCloseTo(expected.get("advantages").get(i * samples + j).asDouble(), within(1e-5));
        }
      }
      if (when.equals("later")) {
        scaleOutputs(decoder, 1.5f);
      }
      AdamW optimizer = new AdamW(decoder.adapter().parameters(), 0.01);
      Gradients gradients = new Gradients(workers, decoder, loss);
      Gradients.Added added = gradients.add(optimizer, texts, gradients.losses(texts), 1);
      assertThat(added.loss()).isCloseTo(expected.get("loss").asDouble(), within(1e-5));
      assertThat(optimizer.clip(1)).isCloseTo(expected.get("norm").asDouble(), within(1e-3));
    }
  }

  private static int indexOf(List<Example> texts, Example wanted) {
    for (int i = 0; i < texts.size(); i++) {
      if (Arrays.equals(texts.get(i).prompt(), wanted.prompt())) {
        return i;
      }
    }
    throw new AssertionError("not one of the texts");
  }

  private static int[] counts(JsonNode group) {
    int[] counts = new int[3];
    group.forEach(label -> counts[label.asInt()]++);
    return counts;
  }

  private static CostMatrix costs(JsonNode golden) {
    List<List<Double>> rows = new ArrayList<>();
    for (JsonNode row : golden.get("costs")) {
      List<Double> costs = new ArrayList<>();
      row.forEach(cost -> costs.add(cost.asDouble()));
      rows.add(costs);
    }
    return new CostMatrix(rows);
  }

  /** Moves the model away from the reference. */
  private static void scaleOutputs(Decoder decoder, float factor) {
    Torch.withoutGradients(
        () -> {
          decoder
              .adapter()
              .parameters()
              .forEach(
                  (name, matrix) -> {
                    if (name.contains("lora_B")) {
                      matrix.mul_(Torch.scalar(factor));
                    }
                  });
          return factor;
        });
  }

  private static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDENS.resolve(name + ".json").toFile());
  }

  private static Decoder decoder(String model) {
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve(model));
    Adapter adapter = Adapter.read(GOLDENS.resolve(model + "/start"), base, LORA);
    return new Decoder(base, adapter, ScalarType.Float);
  }

  /** The texts, with the start as their reference. */
  private static List<Example> examples(Decoder decoder, JsonNode golden, LabelTokens labels) {
    List<Example> plain = new ArrayList<>();
    for (int i = 0; i < golden.get("prompts").size(); i++) {
      float[] target = new float[3];
      target[golden.get("labels").get(i).asInt()] = 1;
      plain.add(new Example(ints(golden.get("prompts").get(i)), target));
    }
    float[][] references = Reference.of(decoder, plain, labels);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      examples.add(plain.get(i).withReference(references[i]));
    }
    return examples;
  }

  private static LabelTokens labels(JsonNode golden) {
    List<int[]> words = new ArrayList<>();
    golden.get("words").forEach(word -> words.add(ints(word)));
    return new LabelTokens(words);
  }

  private static int[] ints(JsonNode array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = array.get(i).asInt();
    }
    return ids;
  }
}
