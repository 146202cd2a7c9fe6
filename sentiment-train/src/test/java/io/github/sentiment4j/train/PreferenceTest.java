package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.peft.MergedCheckpoint;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs of DPO and GRPO after a short fine-tune. */
final class PreferenceTest {
  private static final Path BASE =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied");
  private static final List<String> SIGNS = List.of("rose", "bank", "fell");
  private static final List<Sentiment> LABELS =
      List.of(Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE);

  @TempDir static Path shared;
  private static Path tuned;

  @TempDir Path folder;

  @BeforeAll
  static void fineTune() throws IOException {
    tuned =
        FineTune.run(
            spec(shared.resolve("sft")).objective(Objective.RESPONSE).maxSteps(12).build(),
            TrainingListener.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"DPO", "GRPO"})
  void run_afterAFineTune_raisesTheRewardAndWritesAnAdapterOfPeft(Objective objective)
      throws IOException {
    List<TrainingStep> steps = new ArrayList<>();
    List<Integer> scored = new ArrayList<>();
    Path adapter =
        FineTune.run(
            preference("run", objective).build(),
            new TrainingListener() {
              @Override
              public void stepped(TrainingStep step) {
                steps.add(step);
              }

              @Override
              public void referenceScored(int done, int texts) {
                assertThat(texts).isEqualTo(60);
                scored.add(done);
              }
            });

    assertThat(scored).endsWith(60).isSorted();
    assertThat(reward(steps.subList(30, 40))).isGreaterThan(reward(steps.subList(0, 10)));
    assertThat(curve("run").get(0))
        .isEqualTo(
            "step,loss,learning_rate,gradient_norm,tokens,seconds,"
                + (objective == Objective.DPO ? "reward_chosen,reward_rejected" : "reward"));
    assertThat(curve("run")).hasSize(41);
    Checkpoint base = HuggingFaceCheckpoint.read(BASE);
    assertThat(MergedCheckpoint.of(base, adapter).names()).isEqualTo(base.names());
  }

  /** Of GRPO the mean reward, of DPO the mean margin: chosen minus rejected. */
  private static double reward(List<TrainingStep> steps) {
    return steps.stream()
        .map(step -> List.copyOf(step.rewards().values()))
        .mapToDouble(rewards -> rewards.get(0) - (rewards.size() > 1 ? rewards.get(1) : 0))
        .average()
        .orElseThrow();
  }

  /** The model is its own reference before the first step. */
  @Test
  void run_firstStepOfDpo_hasTheLossOfEvenOdds() throws IOException {
    List<TrainingStep> steps = new ArrayList<>();
    FineTune.run(
        preference("run", Objective.DPO).maxSteps(1).build(),
        new TrainingListener() {
          @Override
          public void stepped(TrainingStep step) {
            steps.add(step);
          }
        });

    assertThat(steps.get(0).loss()).isCloseTo(Math.log(2), within(1e-5));
    assertThat(steps.get(0).rewards().values()).allSatisfy(r -> assertThat(r).isZero());
  }

  @ParameterizedTest
  @EnumSource(names = {"DPO", "GRPO"})
  void run_resumed_takesTheSameStepsWithTheSameReference(Objective objective) throws IOException {
    FineTune.run(preference("whole", objective).maxSteps(8).build(), TrainingListener.NONE);
    FineTuneSpec.Builder stopped = preference("stopped", objective).maxSteps(8);

    assertThatThrownBy(() -> FineTune.run(stopped.build(), interruptAt(5)))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("stopped behind step 5");
    FineTune.run(
        stopped.resume(true).build(),
        new TrainingListener() {
          @Override
          public void referenceScored(int done, int texts) {
            throw new AssertionError("the reference is computed once");
          }
        });

    assertThat(withoutSeconds("stopped")).isEqualTo(withoutSeconds("whole"));
    assertThat(folder.resolve("stopped/adapter/adapter_model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/adapter/adapter_model.safetensors"));
  }

  @Test
  void run_resumedWithoutItsReference_isRefused() throws IOException {
    FineTuneSpec.Builder run = preference("run", Objective.DPO).maxSteps(4);
    assertThatThrownBy(() -> FineTune.run(run.build(), interruptAt(2)))
        .hasMessageContaining("stopped behind step 2");
    Files.delete(folder.resolve("run/reference.safetensors"));

    assertThatThrownBy(() -> FineTune.run(run.resume(true).build(), TrainingListener.NONE))
        .hasMessageContaining("reference.safetensors");
  }

  /** The samples of a text are the same in a batch of any size. */
  @ParameterizedTest
  @EnumSource(names = {"DPO", "GRPO"})
  void run_accumulated_takesTheStepsOfTheLargeBatch(Objective objective) throws IOException {
    FineTune.run(
        preference("large", objective).classWeights(true).batch(10).maxSteps(4).build(),
        TrainingListener.NONE);
    FineTune.run(
        preference("small", objective)
            .classWeights(true)
            .batch(2)
            .accumulation(5)
            .threads(2)
            .maxSteps(4)
            .build(),
        TrainingListener.NONE);

    List<String> large = curve("large");
    List<String> small = curve("small");
    for (int step = 1; step <= 4; step++) {
      for (int column : new int[] {1, 3}) { // loss, gradient norm
        assertThat(Double.parseDouble(small.get(step).split(",", -1)[column]))
            .as("step " + step + ", column " + column)
            .isCloseTo(Double.parseDouble(large.get(step).split(",", -1)[column]), within(2e-3));
      }
    }
  }

  @Test
  void run_settingsOfGrpo_areInTheRecord() throws IOException {
    CostMatrix costs = CostMatrix.parse("0,1,9/9,0,9/9,1,0");
    FineTuneSpec.Builder spec = preference("run", Objective.GRPO).maxSteps(2);
    FineTune.run(
        spec.preference(PreferenceSpec.GRPO.withCosts(costs).withSamples(6)).build(),
        TrainingListener.NONE);

    assertThat(Files.readString(folder.resolve("run/run.json")))
        .contains("\"objective\" : \"GRPO\"")
        .contains("\"costs\" : \"0,1,9/9,0,9/9,1,0\"")
        .contains("\"samples\" : 6");
  }

  @ParameterizedTest
  @EnumSource(names = {"DPO", "GRPO"})
  void build_labelSmoothing_isRefused(Objective objective) {
    assertThatThrownBy(() -> preference("run", objective).labelSmoothing(0.1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A fine-tune needs no label smoothing with the objectives DPO and GRPO");
  }

  @Test
  void build_numbersOutOfTheirRange_areNamed() {
    assertThatThrownBy(() -> PreferenceSpec.DPO.withBeta(0)).hasMessageStartingWith("beta: ");
    assertThatThrownBy(() -> PreferenceSpec.GRPO.withSamples(1))
        .hasMessage("samples: expected at least 2, which a group needs, found 1");
  }

  private FineTuneSpec.Builder preference(String name, Objective objective) {
    return spec(folder.resolve(name)).adapter(tuned).objective(objective).learningRate(2e-3);
  }

  private static FineTuneSpec.Builder spec(Path out) {
    return FineTuneSpec.builder()
        .base(BASE)
        .out(out)
        .training(texts(60))
        .validation(texts(12))
        .prompt(PromptTemplate.of("{text}\n"))
        .lora(new LoraSpec(4, 16, 0, LoraSpec.LINEAR))
        .learningRate(0.01)
        .epochs(8)
        .batch(12)
        .interval(20)
        .precision(Precision.F32)
        .threads(1);
  }

  private List<String> curve(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("curve.csv"));
  }

  private List<String> withoutSeconds(String name) throws IOException {
    return curve(name).stream()
        .map(line -> line.replaceFirst("^((?:[^,]*,){5})[^,]*", "$1"))
        .toList();
  }

  private static List<LabelledText> texts(int count) {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = i % 7 == 0 ? 0 : i % 3; // more positive ones
      texts.add(new LabelledText("shares " + SIGNS.get(label) + " to " + i * 7, LABELS.get(label)));
    }
    return texts;
  }

  private static TrainingListener interruptAt(int step) {
    return new TrainingListener() {
      @Override
      public void stepped(TrainingStep made) {
        if (made.step() == step) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
