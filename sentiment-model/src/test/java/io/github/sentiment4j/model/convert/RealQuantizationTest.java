package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.jni.ModelProbe;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Qwen through llama.cpp's quantizer; skipped without {@code -Dsentiment4j.models}. */
final class RealQuantizationTest {
  private static final String MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
  private static final String PROMPT = "The capital of France is the city of";
  private static final double MAX_RELATIVE_DIFFERENCE = 0.25;

  @TempDir Path folder;

  @Test
  void export_thenQuantize_saysWhatTheOriginalSays() throws IOException {
    Path original = model();
    Path checkpoint = folder.resolve("checkpoint");
    Path output = folder.resolve("q4_k_m.gguf");
    Export.open(original, checkpoint, Optional.of(FileType.BF16), false, 2).run(Progress.NONE);
    List<Long> heard = new ArrayList<>();

    ConversionReport report =
        Conversion.open(
                ConversionSpec.builder()
                    .base(checkpoint)
                    .output(output)
                    .type(FileType.Q4_K_M)
                    .threads(2)
                    .build())
            .run(
                (step, done, total) -> {
                  assertThat(done).as(step).isBetween(0L, total);
                  heard.add(done);
                });

    DecoderModel model = DecoderModel.check(GgufFile.read(output));
    assertThat(model).isEqualTo(report.model());
    assertThat(model.typeName()).isEqualTo("Q4_K_M");
    assertThat(report.typesAfter()).containsKeys(GgmlType.Q4_K, GgmlType.Q6_K);
    assertThat(Files.size(output)).isLessThan(Files.size(original) * 11 / 10);
    assertThat(heard).hasSizeGreaterThan(2 * 290);
    float[] before = logits(original);
    float[] after = logits(output);
    double relative = relativeDifference(before, after);
    System.out.printf(
        "[parity] %s, exported as BF16, quantized to Q4_K_M: relative difference of logits %.3f,"
            + " tolerance %.2f%n",
        MODEL, relative, MAX_RELATIVE_DIFFERENCE);
    assertThat(relative).isLessThan(MAX_RELATIVE_DIFFERENCE);
    assertThat(argMax(after)).isEqualTo(argMax(before));
  }

  private static Path model() {
    String models = System.getProperty("sentiment4j.models", "");
    assumeThat(models).as("a folder of models, -Dsentiment4j.models").isNotEmpty();
    Path path = Path.of(models, MODEL);
    assumeThat(Files.exists(path)).as("%s is there", path).isTrue();
    return path;
  }

  private static float[] logits(Path model) {
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model);
        ModelProbe probe = ModelProbe.open(model, 2, 64)) {
      return probe.logits(tokenizer.tokenize(PROMPT, false));
    }
  }

  private static double relativeDifference(float[] expected, float[] found) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = expected[i] - found[i];
      error += difference * difference;
      norm += (double) expected[i] * expected[i];
    }
    return Math.sqrt(error / norm);
  }

  private static int argMax(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
