package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufException;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class QuantizerTest {
  private static final SentimentMetadata SENTIMENT =
      new SentimentMetadata(
          "{text}\n",
          List.of("positive", "neutral", "negative"),
          1.5f,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = FileType.class,
      names = {
        "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q4_K_M", "Q5_K_M", "Q6_K", "IQ4_NL"
      })
  void quantize_typesWithoutImportanceMatrix_areNearTheOriginal(FileType type) {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    Quantizer.quantize(source, target, type, false, 2);

    GgufFile file = GgufFile.read(target);
    assertThat(DecoderModel.check(file).typeName()).isEqualTo(type.name());
    assertThat(SentimentMetadata.read(file)).contains(SENTIMENT);
    assertThat(file.fileSize()).isLessThan(size(source));
    double relative = relativeError(logits(source), logits(target));
    Report.print(
        String.format("quantised logits, %s: relative difference from F32 %.3f", type, relative));
    assertThat(relative).isBetween(1e-5, type == FileType.Q2_K ? 1.2 : 0.4);
  }

  @Test
  void quantize_pure_givesAllMatricesTheSameType() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    Quantizer.quantize(source, target, FileType.Q4_0, true, 1);

    assertThat(matrixTypes(target)).containsExactly(GgmlType.Q4_0);
    Quantizer.quantize(source, target, FileType.Q4_0, false, 1);
    assertThat(matrixTypes(target)).contains(GgmlType.Q4_0, GgmlType.Q6_K);
  }

  @Test
  void quantize_rowsThatAreNoWholeBlocks_fallBack() {
    Path source = TinyModel.builder().width(96).write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    Quantizer.quantize(source, target, FileType.Q4_K_M, true, 1);

    assertThat(matrixTypes(target)).doesNotContain(GgmlType.Q4_K).contains(GgmlType.Q5_0);
    DecoderModel.check(GgufFile.read(target));
  }

  @Test
  void quantize_oneOrTwoThreads_giveTheSameBytes() throws Exception {
    Path source = wide().write(folder.resolve("f32.gguf"));

    Quantizer.quantize(source, folder.resolve("1.gguf"), FileType.Q4_K_M, false, 1);
    Quantizer.quantize(source, folder.resolve("2.gguf"), FileType.Q4_K_M, false, 2);

    assertThat(folder.resolve("1.gguf")).hasSameBinaryContentAs(folder.resolve("2.gguf"));
  }

  @Test
  void quantize_typesThatWantAnImportanceMatrix_areRefusedByLlamaToo() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Quantizer.quantize(source, folder.resolve("q"), FileType.IQ2_XS, false, 1))
        .withMessage(
            "expected a type that needs no importance matrix, such as Q4_K_M or IQ4_NL, found"
                + " IQ2_XS");

    NativeLibrary.get();
    Set<FileType> refused = EnumSet.noneOf(FileType.class);
    for (FileType type : FileType.values()) {
      try {
        Natives.quantize(bytes(source), bytes(folder.resolve(type.name())), type.id(), false, 1);
      } catch (NativeException e) {
        assertThat(e).hasMessageContaining("imatrix");
        refused.add(type);
      }
    }

    assertThat(refused)
        .isEqualTo(
            EnumSet.allOf(FileType.class).stream()
                .filter(type -> !Quantizer.supports(type))
                .collect(Collectors.toSet()));
  }

  @Test
  void quantize_sourceThatIsQuantised_isRefusedAndLeavesNothing() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path once = folder.resolve("once.gguf");
    Path twice = folder.resolve("twice.gguf");
    Quantizer.quantize(source, once, FileType.Q4_0, false, 1);

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> Quantizer.quantize(once, twice, FileType.Q8_0, false, 1))
        .withMessageContaining("is disabled")
        .extracting(SentimentException::code)
        .isEqualTo(ErrorCode.ENGINE_FAILED);
    assertThat(twice).doesNotExist();
  }

  @Test
  void quantize_toItselfOrNowhere_isRefused() {
    Path source = wide().write(folder.resolve("f32.gguf"));

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> Quantizer.quantize(source, source, FileType.Q8_0, false, 1))
        .withMessageContaining("Expected another file than the source");
    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(
            () ->
                Quantizer.quantize(
                    source, folder.resolve("no/such/folder.gguf"), FileType.Q8_0, false, 1))
        .withMessageContaining("llama.cpp could not quantise");
    DecoderModel.check(GgufFile.read(source));
  }

  @Test
  void quantize_brokenSource_isRefusedBeforeLlamaSeesIt() {
    Path source =
        TinyModel.builder()
            .mutate(writer -> writer.putUint32("qwen2.block_count", 0))
            .write(folder.resolve("broken.gguf"));

    assertThatExceptionOfType(GgufException.class)
        .isThrownBy(() -> Quantizer.quantize(source, folder.resolve("q"), FileType.Q8_0, false, 1))
        .withMessageContaining("qwen2.block_count");
  }

  /** Rows of 256 elements, as K-quants want them. */
  private static TinyModel wide() {
    return TinyModel.builder().width(256).feedForward(512).sentiment(SENTIMENT);
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static byte[] bytes(Path path) {
    return path.toString().getBytes(UTF_8);
  }

  private static Set<GgmlType> matrixTypes(Path file) {
    return GgufFile.read(file).tensors().stream()
        .filter(tensor -> tensor.shape().length == 2)
        .map(GgufTensor::type)
        .collect(Collectors.toSet());
  }

  private static float[] logits(Path model) {
    try (ModelProbe probe = ModelProbe.open(model, 1, 16)) {
      return probe.logits(new int[] {70, 5, 260, 261, 33, 9});
    }
  }

  private static double relativeError(float[] expected, float[] found) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(expected[i] - found[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(error / norm);
  }
}
