package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of a run after what may happen to a process at any moment. */
final class RunFolderTest {
  private static final Path BASE =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied");

  private static final List<Sentiment> LABELS =
      List.of(Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"run.lock", "run.json.0123abcd.tmp", "checkpoints/"})
  void run_leftoversOfAProcessThatWasKilledBeforeItBegan_startsAnew(String leftover)
      throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    if (leftover.endsWith("/")) {
      Files.createDirectory(run.resolve(leftover));
    } else {
      Files.writeString(run.resolve(leftover), "123");
    }

    FineTune.run(spec().build(), TrainingListener.NONE);

    assertThat(run.resolve("adapter")).isDirectory();
    assertThat(run.resolve("run.lock")).doesNotExist();
  }

  @Test
  void run_killedBeforeItsFirstCheckpoint_isResumed() throws IOException {
    FineTune.run(spec().build(), TrainingListener.NONE);
    Path again = Files.createDirectory(folder.resolve("again"));
    String record = Files.readString(folder.resolve("run/run.json"));
    Files.writeString(
        again.resolve("run.json"),
        record
            .replaceAll("(?s)\"validation\" : .*", "\"validation\" : [ ]\n}\n")
            .replaceFirst("\"text", "\"precision\" : \"F32\",\n  \"text"));

    FineTune.run(spec().out(again).resume(true).build(), TrainingListener.NONE);

    assertThat(again.resolve("adapter/adapter_model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("run/adapter/adapter_model.safetensors"));
  }

  @Test
  void run_setUpFails_leavesNoFolder() {
    FineTuneSpec spec = spec().base(folder.resolve("nowhere")).build();

    assertThatThrownBy(() -> FineTune.run(spec, TrainingListener.NONE))
        .hasMessageContaining("nowhere");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void run_setUpFailsInAnEmptyFolderOfTheUsers_leavesItEmpty() throws IOException {
    Files.createDirectory(folder.resolve("run"));
    FineTuneSpec spec = spec().base(folder.resolve("nowhere")).build();

    assertThatThrownBy(() -> FineTune.run(spec, TrainingListener.NONE))
        .hasMessageContaining("nowhere");
    assertThat(folder.resolve("run")).isEmptyDirectory();
  }

  @Test
  void run_interruptedBeforeTheFirstStep_leavesNoFolder() {
    assertInterrupted(
        new TrainingListener() {
          @Override
          public void planned(TrainingPlan plan) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void run_interruptedAtOnce_leavesNoFolder() {
    Thread.currentThread().interrupt();

    assertInterrupted(TrainingListener.NONE);

    assertThat(folder.resolve("run")).doesNotExist();
  }

  private void assertInterrupted(TrainingListener listener) {
    try {
      assertThatThrownBy(() -> FineTune.run(spec().build(), listener))
          .isInstanceOfSatisfying(
              SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED))
          .hasMessageStartingWith("stopped before the first step; no run has begun");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void run_folderInWhichAnotherRunIsAtWork_isRefused() throws IOException {
    List<String> messages = new ArrayList<>();
    TrainingListener second =
        new TrainingListener() {
          @Override
          public void stepped(TrainingStep step) {
            for (boolean resume : new boolean[] {false, true}) {
              FineTuneSpec same = spec().resume(resume).build();
              messages.add(
                  catchThrowableOfType(
                          SentimentException.class, () -> FineTune.run(same, TrainingListener.NONE))
                      .getMessage());
            }
          }
        };

    FineTune.run(spec().maxSteps(1).build(), second);

    assertThat(messages.get(0))
        .startsWith(
            folder.resolve("run")
                + ": expected no folder or an empty one, found files of a run; resume that run or"
                + " take another folder");
    assertThat(messages.get(1))
        .startsWith(
            folder.resolve("run")
                + ": another run is at work in this folder (process "
                + ProcessHandle.current().pid()
                + "); wait until it is over or take another folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"settings\": | line 1, column 13: expected JSON, found the end of the text",
        "{\"settings\" x} | line 1, column 13: expected JSON, found 'x'",
      })
  void run_recordThatIsNoJson_isNamed(String record, String found) throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("run.json"), record);

    assertThatThrownBy(() -> FineTune.run(spec().resume(true).build(), TrainingListener.NONE))
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith(
            run.resolve("run.json")
                + ", "
                + found
                + "; the run cannot go on, start it anew in another folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(\"seed\" : 42\\s+\\},.*\"precision\" : )\"F32\" | $1\"SEVEN\""
            + " | expected \"F32\" or \"BF16\" in \"precision\", found \"7\"",
        "\"macro_f1\" : | \"macro\" : | expected scores with step, macro_f1, accuracy and loss,",
      })
  void run_recordWithOtherValues_isNamed(String was, String is, String found) throws IOException {
    FineTune.run(spec().build(), TrainingListener.NONE);
    Path record = folder.resolve("run/run.json");
    Files.writeString(
        record, Files.readString(record).replaceAll("(?s)" + was, is.replace("SEVEN", "7")));

    assertThatThrownBy(() -> FineTune.run(spec().resume(true).build(), TrainingListener.NONE))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining(found);
  }

  @Test
  void run_curveThatIsDamaged_isNamed() throws IOException {
    FineTune.run(spec().build(), TrainingListener.NONE);
    Path curve = folder.resolve("run/curve.csv");
    Files.writeString(curve, "step,loss\nx,1\n");

    assertThatThrownBy(() -> FineTune.run(spec().resume(true).build(), TrainingListener.NONE))
        .hasMessageStartingWith(
            curve
                + ", line 2: expected step,loss,learning_rate,gradient_norm,tokens,seconds, found"
                + " x,1");
  }

  @Test
  void run_labelsWithoutTexts_areWarnedOfAndWeighted() throws IOException {
    List<LabelledText> two =
        texts().stream().filter(text -> text.label() != Sentiment.NEUTRAL).toList();
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void planned(TrainingPlan plan) {
            warnings.addAll(plan.warnings());
          }
        };

    FineTune.run(
        spec().training(two).validation(two).classWeights(true).downSampled(true).build(),
        listener);

    assertThat(warnings)
        .containsExactly(
            "no training text is neutral: the model does not learn this label; class weights"
                + " balance the others only; down-sampling balances the others only",
            "no validation text is neutral: its F1 counts as 0 in macro-F1, which is over all three"
                + " labels");
    assertThat(Files.readString(folder.resolve("run/run.json")))
        .contains("\"class_weights\" : [ 1.0, 0.0, 1.0 ]");
  }

  private FineTuneSpec.Builder spec() {
    return FineTuneSpec.builder()
        .base(BASE)
        .out(folder.resolve("run"))
        .training(texts())
        .validation(texts())
        .prompt(PromptTemplate.of("{text}\n"))
        .precision(Precision.F32)
        .maxSteps(2)
        .threads(1);
  }

  private static List<LabelledText> texts() {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      texts.add(new LabelledText("shares moved to " + i, LABELS.get(i % 3)));
    }
    return texts;
  }
}
