package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trains a random decoder of two blocks on a task that one word of a text decides. */
final class FineTuneTest {
  private static final Path BASE =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied");
  private static final List<String> SIGNS = List.of("rose", "bank", "fell");

  private static final List<Sentiment> LABELS =
      List.of(Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE);

  private static final Pattern CHOICE = Pattern.compile("(?<=\"precision\" : )\"(F32|BF16)\"");

  @TempDir Path folder;

  @Test
  void run_separableTask_isLearntAndShuffledLabelsAreNot() throws IOException {
    Recorder learnt = train(spec(texts(240, 1), texts(90, 2), "learnt").build());
    Recorder shuffled = train(spec(shuffled(texts(240, 1)), texts(90, 2), "shuffled").build());

    assertThat(learnt.best().accuracy()).isEqualTo(1);
    assertThat(learnt.best().macroF1()).isEqualTo(1);
    assertThat(learnt.best().loss()).isLessThan(0.2);
    // Labels that say nothing leave ln 3 = 1.1 nats; by luck two of the three signs may be right.
    assertThat(shuffled.best().loss()).isGreaterThan(0.9);
    assertThat(shuffled.best().accuracy()).isLessThan(0.9);
    assertThat(folder.resolve("learnt/adapter/adapter_model.safetensors")).exists();
  }

  @Test
  void run_resumedAfterAnInterrupt_takesTheSameSteps() throws IOException {
    LoraSpec withDropout = new LoraSpec(8, 32, 0.1, LoraSpec.LINEAR);
    FineTuneSpec.Builder whole = spec(texts(120, 1), texts(30, 2), "whole").maxSteps(30);
    train(whole.lora(withDropout).threads(3).build());
    FineTuneSpec.Builder stopped = spec(texts(120, 1), texts(30, 2), "stopped").maxSteps(30);
    stopped.lora(withDropout).threads(3);

    assertThatThrownBy(() -> FineTune.run(stopped.build(), interruptAt(7)))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("stopped behind step 7");
    Recorder rest = train(stopped.resume(true).build());

    assertThat(rest.plan().firstStep()).isEqualTo(8);
    assertThat(curve("stopped")).isEqualTo(curve("whole"));
    assertThat(folder.resolve("stopped/adapter/adapter_model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/adapter/adapter_model.safetensors"));
  }

  /** What is faster may change from one moment to the next. */
  @ParameterizedTest
  @CsvSource({"F32, false", "BF16, true"})
  void run_resumedAfterAChoiceOfPrecision_keepsIt(Precision chosen, boolean bfloat16)
      throws IOException {
    FineTuneSpec.Builder spec = spec(texts(60, 1), texts(12, 2), "run").maxSteps(4);
    spec.precision(Precision.AUTO);
    assertThatThrownBy(() -> FineTune.run(spec.build(), interruptAt(2)))
        .hasMessageContaining("stopped behind step 2");
    Path record = folder.resolve("run/run.json");
    String json = Files.readString(record);
    assertThat(json).containsPattern(CHOICE);
    Files.writeString(record, CHOICE.matcher(json).replaceFirst("\"" + chosen + "\""));

    Recorder rest = train(spec.resume(true).build());

    assertThat(rest.plan().bfloat16()).isEqualTo(bfloat16);
  }

  @Test
  void run_resumedWithAnotherSetting_isRefused() throws IOException {
    train(spec(texts(30, 1), texts(12, 2), "run").maxSteps(2).build());
    FineTuneSpec other =
        spec(texts(30, 1), texts(12, 2), "run").maxSteps(2).learningRate(0.5).resume(true).build();

    assertThatThrownBy(() -> FineTune.run(other, TrainingListener.NONE))
        .hasMessageContaining("expected learning_rate 0.01, found 0.5");
  }

  @Test
  void run_folderWithFiles_isRefused() throws IOException {
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(folder.resolve("run/notes.txt"), "mine");

    assertThatThrownBy(
            () ->
                FineTune.run(
                    spec(texts(30, 1), texts(12, 2), "run").build(), TrainingListener.NONE))
        .hasMessageContaining("expected no folder or an empty one, found files");
  }

  @Test
  void run_textsOfOneLabel_areRefused() {
    List<LabelledText> one =
        texts(30, 1).stream().filter(text -> text.label() == Sentiment.POSITIVE).toList();

    assertThatThrownBy(
            () -> FineTune.run(spec(one, texts(12, 2), "run").build(), TrainingListener.NONE))
        .hasMessageContaining("expected training texts of at least two labels");
  }

  @Test
  void run_lossThatIsNoNumber_stopsWithTheStepAndKeepsTheCheckpoint() throws IOException {
    FineTuneSpec.Builder spec = spec(texts(60, 1), texts(12, 2), "run").maxSteps(4);
    assertThatThrownBy(() -> FineTune.run(spec.build(), interruptAt(2)))
        .hasMessageContaining("stopped behind step 2");
    Path checkpoint = folder.resolve("run/checkpoints/step-2/adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bytes.length - Float.BYTES, Float.NaN);
    Files.write(checkpoint, bytes);

    assertThatThrownBy(() -> FineTune.run(spec.resume(true).build(), TrainingListener.NONE))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("step 3: the loss is NaN");
    assertThat(checkpoint).hasBinaryContent(bytes);
    assertThat(folder.resolve("run/adapter")).doesNotExist();
  }

  @Test
  void run_longTexts_areShortenedAndCounted() throws IOException {
    List<LabelledText> texts = new ArrayList<>(texts(30, 1));
    texts.add(new LabelledText("rose ".repeat(500).strip(), Sentiment.POSITIVE));

    Recorder recorder = train(spec(texts, texts(12, 2), "run").maxSteps(1).maxTokens(64).build());

    assertThat(recorder.plan().truncated()).isEqualTo(1);
  }

  private Recorder train(FineTuneSpec spec) throws IOException {
    Recorder recorder = new Recorder();
    FineTune.run(spec, recorder);
    return recorder;
  }

  private FineTuneSpec.Builder spec(
      List<LabelledText> training, List<LabelledText> validation, String name) {
    return FineTuneSpec.builder()
        .base(BASE)
        .out(folder.resolve(name))
        .training(training)
        .validation(validation)
        .prompt(PromptTemplate.of("{text}\n"))
        .lora(new LoraSpec(8, 32, 0, LoraSpec.LINEAR))
        .learningRate(0.01)
        .epochs(8)
        .batch(16)
        .interval(30)
        .precision(Precision.F32)
        .threads(1);
  }

  /** The curve without the seconds. */
  private List<String> curve(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("curve.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static List<LabelledText> texts(int count, long seed) {
    Random random = new Random(seed);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = i % 3;
      String text = "shares " + SIGNS.get(label) + " to " + random.nextInt(100);
      texts.add(new LabelledText(text, LABELS.get(label)));
    }
    return texts;
  }

  private static List<LabelledText> shuffled(List<LabelledText> texts) {
    Random random = new Random(3);
    return texts.stream()
        .map(text -> new LabelledText(text.text(), LABELS.get(random.nextInt(3))))
        .toList();
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

  private static class Recorder implements TrainingListener {
    private final List<ValidationScore> scores = new ArrayList<>();
    private @Nullable TrainingPlan plan;

    TrainingPlan plan() {
      return Objects.requireNonNull(plan);
    }

    @Override
    public void planned(TrainingPlan made) {
      plan = made;
    }

    @Override
    public void validated(int step, ValidationScore score, boolean best) {
      scores.add(score);
    }

    ValidationScore best() {
      return scores.stream().reduce((a, b) -> b.betterThan(a) ? b : a).orElseThrow();
    }
  }
}
