package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentOutcome;
import io.github.sentiment4j.gguf.BrokenModel;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the public API refuses unusable model files with an exception that gives the reason.
 */
class BadModelTest {
  private static final long NOISE_BYTES = 200_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void load_brokenModel_saysWhatIsWrong(BrokenModel broken) {
    Path model = broken.write(folder);

    SentimentException e = refused(model);

    assertThat(e)
        .hasMessageStartingWith(model + ": ")
        .hasMessageContaining(broken.complaint())
        .hasMessageContaining("docs/troubleshooting.md#model-")
        .hasCauseInstanceOf(ModelFileException.class);
    assertThat(e.code())
        .isEqualTo(
            broken.kind() == ModelFileException.Kind.MODEL_UNSUPPORTED
                ? ErrorCode.MODEL_UNSUPPORTED
                : ErrorCode.MODEL_INVALID);
  }

  @Test
  void load_truncatedAnywhere_isModelInvalid() throws IOException {
    Path whole = tiny();
    long size = Files.size(whole);
    Path cut = folder.resolve("cut.gguf");
    long[] lengths =
        IntStream.concat(IntStream.of(1, 3, 4, 7, 8, 15, 16, 23, 24, 30), IntStream.range(1, 40))
            .mapToLong(i -> i <= 30 ? i : size * (i - 30) / 10)
            .toArray();
    for (long length : lengths) {
      Files.copy(whole, cut, StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
        file.setLength(Math.min(length, size - 1));
      }

      SentimentException e = refused(cut);

      assertThat(e).as("%d bytes", length).hasMessageMatching("(?s).*(truncated|before the end).*");
      assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    }
  }

  @Test
  void load_missingFile_isModelNotFound() {
    SentimentException e = refused(folder.resolve("none.gguf"));

    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(e)
        .hasMessageContaining(
            "none.gguf: expected a GGUF file, found no such file [MODEL_NOT_FOUND");
  }

  @Test
  void load_directory_isModelNotFound() {
    SentimentException e = refused(folder);

    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(e).hasMessageContaining("expected a GGUF file, found a directory");
  }

  @Test
  void load_noise_isModelInvalid() {
    SentimentException e = refused(BrokenModel.noise(folder, NOISE_BYTES));

    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    assertThat(e).hasMessageContaining("offset 0: expected the magic \"GGUF\"");
  }

  @Test
  void load_noiseBehindSoundStart_isModelInvalid() throws IOException {
    Path noise = BrokenModel.noise(folder, 1_000_000);
    try (RandomAccessFile file = new RandomAccessFile(noise.toFile(), "rw")) {
      file.write(new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0});
    }

    SentimentException e = refused(noise);

    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    assertThat(e).hasMessageContaining("offset 8: expected 0 to ");
  }

  @Test
  void load_bertFile_isModelUnsupported() {
    Path bert = folder.resolve("bert.gguf");
    TinyModel.builder()
        .mutate(w -> w.putString("general.architecture", "bert"))
        .mutate(w -> w.putUint32("bert.block_count", 2))
        .mutate(w -> w.put("bert.attention.causal", GgufValue.bool(false)))
        .mutate(w -> w.putString("tokenizer.ggml.model", "bert"))
        .mutate(w -> vector(w, "token_types.weight", 64))
        .write(bert);

    SentimentException e = refused(bert);

    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED);
    assertThat(e)
        .hasMessageContaining(
            "found \"bert\", an encoder, which cannot say a label; use a decoder");
  }

  @ParameterizedTest
  @MethodSource
  void load_badSentimentKey_namesTheKey(
      Consumer<GgufWriter> mutation, ErrorCode code, String complaint) {
    Path model = folder.resolve("keys.gguf");
    TinyModel.builder()
        .sentiment(
            new SentimentMetadata(
                "News: {text}\nMood: ",
                List.of("positive", "neutral", "negative"),
                1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .mutate(mutation)
        .write(model);

    SentimentException e = refused(model);

    assertThat(e).hasMessageContaining(complaint);
    assertThat(e.code()).isEqualTo(code);
  }

  static Stream<Arguments> load_badSentimentKey_namesTheKey() {
    return Stream.of(
        key(
            w -> w.putUint32("sentiment.version", 2),
            ErrorCode.MODEL_UNSUPPORTED,
            "key \"sentiment.version\": expected 1, found 2"),
        key(
            w -> w.remove("sentiment.prompt"),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.prompt\": expected STRING, found no such key"),
        key(
            w -> w.putString("sentiment.prompt", "no place"),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.prompt\": expected exactly one {text}, found none in \"no place\""),
        key(
            w -> w.putString("sentiment.prompt", "{text}"),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.prompt\": expected something behind {text}"),
        key(
            w -> w.putStrings("sentiment.labels", List.of("up", "down")),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.labels\": expected 3 different words that are not blank, found [up,"
                + " down]"),
        key(
            w -> w.putUint32("sentiment.labels", 3),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.labels\": expected STRING[], found UINT32"),
        key(
            w -> w.putFloat32("sentiment.temperature", Float.NaN),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.temperature\": expected a finite number greater than 0, found NaN"),
        key(
            w -> w.put("sentiment.bias", GgufValue.float32s(1, 2)),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.bias\": expected 3 finite numbers, found [1.0, 2.0]"),
        key(
            w -> w.putFloat32("sentiment.abstain_below", 1.5f),
            ErrorCode.MODEL_INVALID,
            "key \"sentiment.abstain_below\": expected a number from 0 to 1, found 1.5"));
  }

  private static Arguments key(Consumer<GgufWriter> mutation, ErrorCode code, String complaint) {
    return Arguments.of(mutation, code, complaint);
  }

  @Test
  void classify_nanWeights_isAnErrorAndNeverALabel() {
    Path model = TinyModel.builder().nanWeights().write(folder.resolve("nan.gguf"));
    for (LabelWords words : List.of(LabelWords.ENGLISH, LabelWords.CHINESE)) {
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(model).labelWords(words).threads(1).build()) {
        List<SentimentOutcome> outcomes =
            classifier.classifyAll(List.of("Profit rose.", "Profit fell."));

        assertThat(outcomes)
            .hasSize(2)
            .allSatisfy(
                outcome -> {
                  assertThat(outcome).isInstanceOf(SentimentOutcome.Failure.class);
                  SentimentException e = ((SentimentOutcome.Failure) outcome).error();
                  assertThat(e.code()).isEqualTo(ErrorCode.SCORES_NOT_FINITE);
                  assertThat(e)
                      .hasMessageContaining("Expected finite label scores, found [")
                      .hasMessageContaining("the model's weights are damaged");
                });
      }
    }
  }

  @Test
  void classify_afterRefusedModels_worksInTheSameJvm() {
    double before = positive(tiny());

    refused(BrokenModel.BLOCK_COUNT_ZERO.write(folder));

    assertThat(positive(tiny())).isEqualTo(before);
  }

  private Path tiny() {
    return TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  private static void vector(GgufWriter writer, String name, int length) {
    writer.tensor(
        name, GgmlType.F32, new long[] {length}, ByteBuffer.allocate(length * Float.BYTES));
  }

  @SuppressWarnings("resource") // never opened
  private static SentimentException refused(Path model) {
    SentimentException e =
        catchThrowableOfType(SentimentException.class, () -> SentimentClassifier.load(model));
    assertThat(e).as(model.toString()).isNotNull();
    return e;
  }

  private static double positive(Path model) {
    try (SentimentClassifier classifier = SentimentClassifier.load(model)) {
      return classifier.classify("Profit rose.").positive();
    }
  }
}
