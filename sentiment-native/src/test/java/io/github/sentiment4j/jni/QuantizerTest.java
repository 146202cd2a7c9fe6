package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.Natives;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void quantize_typesWithoutImportanceMatrix_areNearTheOriginal(FileType type) throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    quantize(source, target, type, false, 2);

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
  void quantize_pure_givesAllMatricesTheSameType() throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    quantize(source, target, FileType.Q4_0, true, 1);

    assertThat(matrixTypes(target)).containsExactly(GgmlType.Q4_0);
    quantize(source, target, FileType.Q4_0, false, 1);
    assertThat(matrixTypes(target)).contains(GgmlType.Q4_0, GgmlType.Q6_K);
  }

  @Test
  void quantize_rowsThatAreNoWholeBlocks_fallBack() throws IOException {
    Path source = TinyModel.builder().width(96).write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    quantize(source, target, FileType.Q4_K_M, true, 1);

    assertThat(matrixTypes(target)).doesNotContain(GgmlType.Q4_K).contains(GgmlType.Q5_0);
    DecoderModel.check(GgufFile.read(target));
  }

  @Test
  void quantize_oneOrTwoThreads_giveTheSameBytes() throws Exception {
    Path source = wide().write(folder.resolve("f32.gguf"));

    quantize(source, folder.resolve("1.gguf"), FileType.Q4_K_M, false, 1);
    quantize(source, folder.resolve("2.gguf"), FileType.Q4_K_M, false, 2);

    assertThat(folder.resolve("1.gguf")).hasSameBinaryContentAs(folder.resolve("2.gguf"));
  }

  @Test
  void quantize_typesThatWantAnImportanceMatrix_areRefusedByLlamaToo() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    NativeLibrary.get();
    Set<FileType> refused = EnumSet.noneOf(FileType.class);
    for (FileType type : FileType.values()) {
      Path target = folder.resolve(type.name());
      try {
        Natives.quantize(bytes(source), bytes(target), type.id(), false, 1, name -> {});
      } catch (NativeException e) {
        assertThat(e).hasMessageContaining("imatrix");
        refused.add(type);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Set<FileType> expected =
        EnumSet.allOf(FileType.class).stream()
            .filter(
                type ->
                    Quantizer.unsupportedReason(type)
                        .filter(reason -> reason.contains("importance matrix"))
                        .isPresent())
            .collect(Collectors.toSet());
    assertThat(refused).isEqualTo(expected).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "IQ2_XS, expected one that needs no importance matrix",
    "MXFP4, expected one that is not for experts only"
  })
  void quantize_typeThatCannotBeMade_isRefused(FileType type, String reason) {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> quantize(source, target, type, false, 1))
        .withMessage("type " + type + ": " + reason + ", such as Q4_K_M");
    assertThat(target).doesNotExist();
  }

  @Test
  void quantize_listener_hearsOfEveryTensorOnceAndOfAllBytes() throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    List<GgufTensor> tensors = GgufFile.read(source).tensors();
    List<String> names = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long total = tensors.stream().mapToLong(GgufTensor::bytes).sum();

    Quantizer.quantize(
        source,
        folder.resolve("quantised.gguf"),
        FileType.Q4_K_M,
        false,
        2,
        (tensor, done, of) -> {
          assertThat(of).isEqualTo(total);
          names.add(tensor);
          counts.add(done);
        });

    assertThat(names.subList(0, names.size() - 1))
        .containsExactlyInAnyOrderElementsOf(tensors.stream().map(GgufTensor::name).toList());
    assertThat(counts).isSorted().startsWith(0L).endsWith(total);
  }

  @Test
  void quantize_interrupted_endsBeforeTheNextTensorAndLeavesNothing() throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");
    List<String> begun = new ArrayList<>();

    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(
            () ->
                Quantizer.quantize(
                    source,
                    target,
                    FileType.Q4_0,
                    false,
                    2,
                    (tensor, done, of) -> {
                      begun.add(tensor);
                      if (begun.size() == 3) {
                        assertThat(target).exists();
                        Thread.currentThread().interrupt();
                      }
                    }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(begun).hasSize(3);
    assertThat(target).doesNotExist();
    quantize(source, target, FileType.Q4_0, false, 2);
    DecoderModel.check(GgufFile.read(target));
  }

  @Test
  void quantize_listenerThatThrows_endsItAndLeavesNothing() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");
    RuntimeException problem = new IllegalStateException("enough");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                Quantizer.quantize(
                    source,
                    target,
                    FileType.Q4_0,
                    false,
                    2,
                    (tensor, done, of) -> {
                      throw problem;
                    }))
        .isSameAs(problem);
    assertThat(target).doesNotExist();
  }

  @Test
  void quantize_fullDisk_isAnIoExceptionAndTheDeviceStays() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = Files.createSymbolicLink(folder.resolve("quantised.gguf"), full);

    assertThatIOException()
        .isThrownBy(() -> quantize(source, target, FileType.Q4_0, false, 1))
        .withMessageMatching(
            "\\Q"
                + target
                + "\\E: expected a file that can be written, found a failed write, with [0-9,]+ MB"
                + " free on its disk")
        .withCauseInstanceOf(NativeException.class);
    assertThat(target).isSymbolicLink().exists();
    Files.delete(target); // JUnit would warn about it
  }

  @Test
  void quantize_fileSizeLimit_leavesNothingAndTheJvmLives() {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path target = folder.resolve("quantised.gguf");
    // This unpacks the jar's libraries, which are larger than the limit. Without a limit it
    // succeeds.
    assertThat(ForkedJvm.of(QuantizeTwice.class).run(source, folder.resolve("large.gguf")).quiet())
        .isEmpty();

    String out = ForkedJvm.of(QuantizeTwice.class).limitedFiles(200).run(source, target).quiet();

    assertThat(out.lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("found a failed write").endsWith("exists: false"),
            second ->
                assertThat(second).contains("found a failed write").endsWith("exists: false"));
  }

  /** Arguments: source, target. */
  static final class QuantizeTwice {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        Path target = Path.of(args[1]);
        try {
          quantize(Path.of(args[0]), target, FileType.Q8_0, false, 2);
        } catch (IOException e) {
          System.out.println(e.getMessage() + ", exists: " + Files.exists(target));
        }
      }
    }
  }

  @Test
  void quantize_sourceThatIsQuantised_isRefusedAndLeavesNothing() throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path once = folder.resolve("once.gguf");
    Path twice = folder.resolve("twice.gguf");
    quantize(source, once, FileType.Q4_0, false, 1);

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> quantize(once, twice, FileType.Q8_0, false, 1))
        .withMessageContaining("is disabled")
        .extracting(SentimentException::code)
        .isEqualTo(ErrorCode.ENGINE_FAILED);
    assertThat(twice).doesNotExist();
  }

  @Test
  void quantize_weightsThatAreNoNumbers_areRefusedAndLeaveNothing() {
    Path source = wide().nanWeights().write(folder.resolve("nan.gguf"));
    Path target = folder.resolve("quantised.gguf");

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> quantize(source, target, FileType.Q4_0, false, 2))
        .withMessageContaining("blk.0.ffn_down.weight")
        .extracting(SentimentException::code)
        .isEqualTo(ErrorCode.ENGINE_FAILED);
    assertThat(target).doesNotExist();
  }

  @Test
  void quantize_toItself_isRefused() {
    Path source = wide().write(folder.resolve("f32.gguf"));

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> quantize(source, source, FileType.Q8_0, false, 1))
        .withMessageContaining("Expected another file than the source");
    DecoderModel.check(GgufFile.read(source));
  }

  @Test
  void quantize_toAFolderOrNowhere_isRefused() throws IOException {
    Path source = wide().write(folder.resolve("f32.gguf"));
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Path nowhere = folder.resolve("no/such/folder.gguf");

    assertThatIOException()
        .isThrownBy(() -> quantize(source, directory, FileType.Q8_0, false, 1))
        .withMessage(directory + ": expected a file that can be written, found a folder");
    assertThatIOException()
        .isThrownBy(() -> quantize(source, nowhere, FileType.Q8_0, false, 1))
        .withMessage(
            nowhere
                + ": expected a file that can be written, found no folder "
                + nowhere.getParent());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void quantize_brokenSource_isRefusedBeforeLlamaSeesIt() {
    Path source =
        TinyModel.builder()
            .mutate(writer -> writer.putUint32("qwen2.block_count", 0))
            .write(folder.resolve("broken.gguf"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> quantize(source, folder.resolve("q"), FileType.Q8_0, false, 1))
        .withMessageContaining("qwen2.block_count");
  }

  private static void quantize(Path source, Path target, FileType type, boolean pure, int threads)
      throws IOException {
    Quantizer.quantize(source, target, type, pure, threads, Quantizer.Listener.NONE);
  }

  /** Returns a model with rows of 256 elements, which K-quants require. */
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
