package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bases that compute otherwise than the trainer, and what it says of others. */
final class BaseCheckTest {
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");
  private static final List<LabelledText> TEXTS =
      List.of(
          new LabelledText("shares rose", Sentiment.POSITIVE),
          new LabelledText("shares fell", Sentiment.NEGATIVE));

  @TempDir Path folder;

  @Test
  void run_windowThatATextCanBeLongerThan_isRefused() throws IOException {
    Path base = copy("qwen2-tied");
    change(base, "\"use_sliding_window\": false", "\"use_sliding_window\": true");
    change(base, "\"sliding_window\": null", "\"sliding_window\": 32");
    change(base, "\"full_attention\"", "\"sliding_attention\"");

    assertThatThrownBy(() -> FineTune.run(spec(base).build(), TrainingListener.NONE))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(
            "\"sliding_window\": expected no window that a text can be longer than")
        .hasMessageContaining("found 32;");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void run_scaledPositions_areRefused() {
    assertThatThrownBy(
            () -> FineTune.run(spec(BASES.resolve("llama-untied")).build(), TrainingListener.NONE))
        .isInstanceOf(ModelFileException.class)
        .hasMessage(
            BASES.resolve("llama-untied")
                + ": rope_parameters of config.json or rope.scaling.* of a GGUF file: expected"
                + " rotary positions without scaling, found yarn by 4.0; take them away where no"
                + " text needs them, or fine-tune another base");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** llama.cpp takes a factor without a type for linear scaling. */
  @Test
  void run_factorWithoutAType_isRefused() {
    Path file =
        TinyModel.builder()
            .mutate(writer -> writer.putFloat32("qwen2.rope.scaling.factor", 2))
            .write(folder.resolve("base.gguf"));

    assertThatThrownBy(() -> FineTune.run(spec(file).build(), TrainingListener.NONE))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("found linear by 2.0;");
  }

  @Test
  void run_moreTokensThanTheContext_areRefused() throws IOException {
    Path base = copy("qwen2-tied");
    change(base, "\"max_position_embeddings\": 512", "\"max_position_embeddings\": 100");

    assertThatThrownBy(() -> FineTune.run(spec(base).build(), TrainingListener.NONE))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("expected at most the 100 of the base's context, found 512");
  }

  @Test
  void run_keysThatNobodyReads_areInThePlan() throws IOException {
    Path base = copy("qwen2-tied");
    change(base, "\"use_cache\"", "\"logit_scale\": 2, \"use_cache\"");
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void planned(TrainingPlan plan) {
            warnings.addAll(plan.warnings());
          }
        };

    FineTune.run(spec(base).maxSteps(1).build(), listener);

    assertThat(warnings)
        .startsWith(
            "config.json has keys that neither Qwen2ForCausalLM of transformers 5.24 nor this"
                + " program reads: logit_scale: 2");
  }

  private FineTuneSpec.Builder spec(Path base) {
    return FineTuneSpec.builder()
        .base(base)
        .out(folder.resolve("run"))
        .training(TEXTS)
        .validation(TEXTS)
        .precision(Precision.F32)
        .threads(1);
  }

  private Path copy(String model) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("base"));
    try (Stream<Path> files = Files.list(BASES.resolve(model))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void change(Path base, String from, String to) throws IOException {
    Path file = base.resolve("config.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
