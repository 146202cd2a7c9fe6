package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentModelTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void writeModel() {
    path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  @Test
  void open_soundFile_hasAllItsParts() {
    SentimentModel model = SentimentModel.open(path);

    assertThat(model.file().path()).isEqualTo(path);
    assertThat(model.decoder()).isEqualTo(DecoderModel.check(GgufFile.read(path)));
    assertThat(model.metadata()).isEqualTo(SentimentMetadata.read(GgufFile.read(path)));
    assertThat(model.normalization()).isEqualTo(TextNormalization.NFC);
  }

  @Test
  void open_otherFileThanTheManifestSays_isRefused() throws IOException {
    new ModelManifest(path, "0".repeat(64)).write();

    assertThatThrownBy(() -> SentimentModel.open(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageStartingWith(path + ": expected the SHA-256 000")
        .extracting(e -> ((ModelFileException) e).kind())
        .isEqualTo(Kind.MODEL_INVALID);
  }

  @Test
  void open_noFile_isNotFound() {
    Path missing = folder.resolve("missing.gguf");

    assertThatThrownBy(() -> SentimentModel.open(missing))
        .hasMessage(missing + ": expected a GGUF file, found no such file")
        .extracting(e -> ((ModelFileException) e).kind())
        .isEqualTo(Kind.MODEL_NOT_FOUND);
  }

  @Test
  void open_fileThatChangesWhileItIsLoaded_isRefusedAndClosed() {
    List<String> closed = new ArrayList<>();

    assertThatThrownBy(() -> SentimentModel.open(path, model -> append("loaded"), closed::add))
        .hasMessage(
            path
                + ": expected a file that stays as it is while it is read, found that it was"
                + " changed, replaced or removed meanwhile; try again when nothing writes to it")
        .extracting(e -> ((ModelFileException) e).kind())
        .isEqualTo(Kind.MODEL_INVALID);
    assertThat(closed).containsExactly("loaded");
  }

  @Test
  void open_loadingThatFails_throwsWhatItThrew() {
    IllegalStateException failure = new IllegalStateException("no memory");

    assertThatThrownBy(
            () ->
                SentimentModel.open(
                    path,
                    model -> {
                      throw failure;
                    },
                    loaded -> {}))
        .isSameAs(failure);
  }

  @Test
  void profile_fileWithKeys_isMadeOfThem() throws IOException {
    SentimentMetadata keys =
        new SentimentMetadata(
            "a {text} b",
            List.of("up", "flat", "down"),
            2,
            List.of(1f, 2f, 3f),
            Optional.of(0.5f),
            Optional.empty(),
            Optional.empty(),
            Optional.of(99));
    GgufWriter writer = GgufWriter.copyOf(GgufFile.read(path));
    keys.writeTo(writer);
    writer.write(path);

    assertThat(SentimentModel.open(path).profile(SentimentModelTest::describe, "default"))
        .isEqualTo("a {text} b [up, flat, down] 2.0 [1.0, 2.0, 3.0] 0.5 99");
  }

  @Test
  void profile_fileWithoutKeys_isTheDefault() {
    assertThat(SentimentModel.open(path).profile(SentimentModelTest::describe, "default"))
        .isEqualTo("default");
  }

  private static String describe(
      String prompt,
      List<String> labels,
      double temperature,
      List<Float> bias,
      Optional<Float> abstainBelow,
      Optional<Integer> maxTokens) {
    return String.join(
        " ",
        prompt,
        labels.toString(),
        Double.toString(temperature),
        bias.toString(),
        abstainBelow.orElseThrow().toString(),
        maxTokens.orElseThrow().toString());
  }

  private String append(String result) {
    try {
      Files.write(path, new byte[1], StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }
}
