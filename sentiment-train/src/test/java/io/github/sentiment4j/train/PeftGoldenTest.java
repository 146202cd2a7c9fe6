package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.peft.MergedCheckpoint;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.internal.step.AdamW;
import io.github.sentiment4j.train.internal.step.Batch;
import io.github.sentiment4j.train.internal.step.CrossEntropy;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.Gradients;
import io.github.sentiment4j.train.internal.step.LabelTokens;
import io.github.sentiment4j.train.internal.step.LearningRate;
import io.github.sentiment4j.train.internal.step.Workers;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against transformers + PEFT ({@code finetune.py}), which take the texts one by one. */
final class PeftGoldenTest {
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/finetune");
  private static final LoraSpec LORA = new LoraSpec(2, 4, 0, LoraSpec.LINEAR);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qwen2-tied, ALL_TOKENS", "qwen2-tied, RESPONSE", "qwen2-tied, LABELS",
    "llama-tied, ALL_TOKENS", "llama-tied, RESPONSE", "llama-tied, LABELS",
    "qwen2-untied, ALL_TOKENS", "qwen2-untied, RESPONSE", "qwen2-untied, LABELS",
    "qwen3-tied, ALL_TOKENS", "qwen3-tied, RESPONSE", "qwen3-tied, LABELS"
  })
  void twentySteps_lossesNormsAndScores_arePefts(String model, Objective objective)
      throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDENS.resolve(model + ".json").toFile());
    List<Example> examples = examples(golden);
    LabelTokens labels = labels(golden);
    try (Workers workers = new Workers(2);
        Decoder decoder = decoder(model)) {
      assertScores(decoder, examples, labels, golden.get("before"), 2e-5);
      Gradients gradients = new Gradients(workers, decoder, CrossEntropy.plain(objective, labels));
      AdamW optimizer = new AdamW(decoder.adapter().parameters(), 0.01);
      LearningRate rate = new LearningRate(5e-3, 3, 20);
      double largest = 0;
      for (int step = 1; step <= 20; step++) {
        int at = (step - 1) * 4 % examples.size();
        List<Example> texts = examples.subList(at, at + 4);
        double loss = gradients.add(optimizer, texts, gradients.losses(texts), step).loss();
        double norm = optimizer.clip(1);
        optimizer.step(step, rate.at(step));
        double difference =
            Math.abs(loss - golden.at("/" + objective + "/losses").get(step - 1).asDouble());
        largest = Math.max(largest, difference);
        assertThat(difference).as("step " + step).isLessThan(1e-4);
        assertThat(norm)
            .isCloseTo(
                golden.at("/" + objective + "/norms").get(step - 1).asDouble(), within(1e-3));
      }
      System.out.println(model + " " + objective + ": tolerance 1e-4, largest " + largest);
      assertScores(decoder, examples, labels, golden.at("/" + objective + "/after"), 1e-3);
    }
  }

  /** Also of one text alone, which counts as much as its class does. */
  @ParameterizedTest
  @ValueSource(strings = {"qwen2-tied", "qwen2-untied", "llama-tied", "qwen3-tied"})
  void classWeights_lossAndNormOfAStep_areThoseOfTransformers(String model) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDENS.resolve(model + ".json").toFile());
    JsonNode weighted = new ObjectMapper().readTree(GOLDENS.resolve("weighted.json").toFile());
    float[] weights = new float[3];
    for (int label = 0; label < 3; label++) {
      weights[label] = weighted.get("weights").get(label).floatValue();
    }
    List<Example> examples = examples(golden);
    LabelTokens labels = labels(golden);
    try (Workers workers = new Workers(2);
        Decoder decoder = decoder(model)) {
      for (Objective objective :
          List.of(Objective.ALL_TOKENS, Objective.RESPONSE, Objective.LABELS)) {
        Gradients gradients =
            new Gradients(workers, decoder, new CrossEntropy(objective, labels, weights, 0, false));
        for (String part : List.of("all", "first")) {
          List<Example> texts = part.equals("all") ? examples : examples.subList(0, 1);
          JsonNode expected = weighted.at("/" + model + "/" + objective + "/" + part);
          AdamW optimizer = new AdamW(decoder.adapter().parameters(), 0);
          assertThat(gradients.add(optimizer, texts, gradients.losses(texts), 1).loss())
              .as(objective + ", " + part)
              .isCloseTo(expected.get("loss").asDouble(), within(1e-4));
          assertThat(optimizer.clip(Double.MAX_VALUE))
              .as(objective + ", " + part)
              .isCloseTo(expected.get("norm").asDouble(), within(1e-3));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-tied", "qwen2-untied", "llama-tied", "qwen3-tied"})
  void write_adapterMergedIntoTheBase_scoresLikeTheAdapter(String model) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDENS.resolve(model + ".json").toFile());
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve(model));
    try (Decoder decoder = decoder(model)) {
      decoder.adapter().write(folder, model);
    }
    Checkpoint merged = MergedCheckpoint.of(base, folder);
    Adapter none = Adapter.create(merged, new LoraSpec(1, 1, 0, List.of("q_proj")), 0); // B is zero
    try (Decoder decoder = new Decoder(merged, none, ScalarType.Float)) {
      assertScores(decoder, examples(golden), labels(golden), golden.get("before"), 2e-5);
    }
  }

  /** Rounded to 8 bits: 0.4 % of logits around 13, up to three of them in a sum. */
  @ParameterizedTest
  @ValueSource(strings = {"qwen2-tied", "qwen2-untied", "llama-tied", "qwen3-tied"})
  void logits_bfloat16Base_areNearThoseOfFloat32(String model) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDENS.resolve(model + ".json").toFile());
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve(model));
    Adapter adapter = Adapter.read(GOLDENS.resolve(model + "/start"), base, LORA);
    try (Decoder decoder = new Decoder(base, adapter, ScalarType.BFloat16)) {
      assertScores(decoder, examples(golden), labels(golden), golden.get("before"), 0.2);
    }
  }

  private static Decoder decoder(String model) {
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve(model));
    Adapter adapter = Adapter.read(GOLDENS.resolve(model + "/start"), base, LORA);
    return new Decoder(base, adapter, ScalarType.Float);
  }

  private static void assertScores(
      Decoder decoder, List<Example> examples, LabelTokens labels, JsonNode golden, double error) {
    float[] scores =
        Torch.withoutGradients(
            () -> {
              Batch batch = Batch.ofLabels(examples, labels);
              return Torch.array(
                  labels.scores(decoder.logits(batch.tokens(), batch.rows(), Dropout.NONE)));
            });
    for (int i = 0; i < scores.length; i++) {
      assertThat((double) scores[i])
          .as("text " + i / 3 + ", label " + i % 3)
          .isCloseTo(golden.get(i / 3).get(i % 3).asDouble(), within(error));
    }
  }

  private static List<Example> examples(JsonNode golden) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < golden.get("prompts").size(); i++) {
      float[] target = new float[3];
      target[golden.get("labels").get(i).asInt()] = 1;
      examples.add(new Example(ints(golden.get("prompts").get(i)), target));
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
