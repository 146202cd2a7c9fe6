package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SentimentMetadataTest {
  private static final SentimentMetadata FULL =
      new SentimentMetadata(
          "新闻：{text}\n情绪：",
          List.of("积极", "中性", "消极"),
          1.5f,
          List.of(.1f, -.2f, 0f),
          Optional.of(.4f),
          Optional.of("{\"base\":\"tiny\"}"),
          Optional.of("Apache-2.0"),
          Optional.of(96));

  private static final SentimentMetadata SHORT =
      new SentimentMetadata(
          "{text}\n",
          List.of("positive", "neutral", "negative"),
          1,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;

  @Test
  void read_allKeys_givesWhatWasWritten() {
    assertThat(SentimentMetadata.read(file(w -> {}, FULL))).contains(FULL);
  }

  @Test
  void read_requiredKeysOnly_givesWhatWasWritten() {
    assertThat(SentimentMetadata.read(file(w -> {}, SHORT))).contains(SHORT);
  }

  @Test
  void read_noKeys_isEmpty() {
    assertThat(SentimentMetadata.read(GgufFile.read(tiny().write(folder.resolve("tiny.gguf")))))
        .isEmpty();
  }

  @Test
  void writeTo_overLongerOnes_removesOptionalKeys() {
    GgufFile file = file(SHORT::writeTo, FULL);

    assertThat(SentimentMetadata.read(file)).contains(SHORT);
    assertThat(file.metadata()).doesNotContainKey("sentiment.bias");
  }

  static Stream<Arguments> badKeys() {
    return Stream.of(
        bad(
            w -> w.putUint32("sentiment.version", 2),
            Kind.MODEL_UNSUPPORTED,
            "key \"sentiment.version\": expected 1, found 2"),
        bad(
            w -> w.putString("sentiment.version", "1"),
            "key \"sentiment.version\": expected UINT32, found STRING"),
        bad(
            w -> w.remove("sentiment.version"),
            "key \"sentiment.version\": expected UINT32, found no such key"),
        bad(
            w -> w.remove("sentiment.prompt"),
            "key \"sentiment.prompt\": expected STRING, found no such key"),
        bad(
            w -> w.putUint32("sentiment.prompt", 3),
            "key \"sentiment.prompt\": expected STRING, found UINT32"),
        bad(
            w -> w.putString("sentiment.prompt", "情绪："),
            "key \"sentiment.prompt\": expected exactly one {text}, found none in \"情绪：\""),
        bad(
            w -> w.putString("sentiment.prompt", "{text}{text}\n"),
            "key \"sentiment.prompt\": expected exactly one {text}, found several in"
                + " \"{text}{text}\\n\""),
        bad(
            w -> w.putString("sentiment.prompt", "News: {text}"),
            "key \"sentiment.prompt\": expected something behind {text} that ends the text, found"
                + " \"News: {text}\""),
        bad(
            w -> w.remove("sentiment.labels"),
            "key \"sentiment.labels\": expected STRING[], found no such key"),
        bad(
            w -> w.putString("sentiment.labels", "positive"),
            "key \"sentiment.labels\": expected STRING[], found STRING"),
        bad(
            w -> w.putStrings("sentiment.labels", List.of("up", "down")),
            "key \"sentiment.labels\": expected 3 different words that are not blank, found [up,"
                + " down]"),
        bad(
            w -> w.putStrings("sentiment.labels", List.of("up", "up", "down")),
            "key \"sentiment.labels\": expected 3 different words that are not blank, found [up, up,"
                + " down]"),
        bad(
            w -> w.putStrings("sentiment.labels", List.of("up", " ", "down")),
            "key \"sentiment.labels\": expected 3 different words that are not blank, found [up,  ,"
                + " down]"),
        bad(
            w -> w.putStrings("sentiment.labels", List.of("a", "b", "c", "d", "e")),
            "key \"sentiment.labels\": expected 3 different words that are not blank, found 5 of"
                + " them"),
        bad(
            w -> w.remove("sentiment.temperature"),
            "key \"sentiment.temperature\": expected FLOAT32, found no such key"),
        bad(
            w -> w.putUint32("sentiment.temperature", 1),
            "key \"sentiment.temperature\": expected FLOAT32, found UINT32"),
        bad(
            w -> w.putFloat32("sentiment.temperature", 0),
            "key \"sentiment.temperature\": expected a finite number greater than 0, found 0.0"),
        bad(
            w -> w.putFloat32("sentiment.temperature", Float.NaN),
            "key \"sentiment.temperature\": expected a finite number greater than 0, found NaN"),
        bad(
            w -> w.putFloat32("sentiment.temperature", Float.POSITIVE_INFINITY),
            "key \"sentiment.temperature\": expected a finite number greater than 0, found Infinity"),
        bad(
            w -> w.put("sentiment.bias", GgufValue.float32s(1, 2)),
            "key \"sentiment.bias\": expected 3 finite numbers, found [1.0, 2.0]"),
        bad(
            w -> w.put("sentiment.bias", GgufValue.float32s()),
            "key \"sentiment.bias\": expected 3 finite numbers, found none"),
        bad(
            w -> w.put("sentiment.bias", GgufValue.float32s(1, 2, Float.NaN)),
            "key \"sentiment.bias\": expected 3 finite numbers, found [1.0, 2.0, NaN]"),
        bad(
            w -> w.putFloat32("sentiment.bias", 1),
            "key \"sentiment.bias\": expected FLOAT32[], found FLOAT32"),
        bad(
            w -> w.putFloat32("sentiment.abstain_below", 1.5f),
            "key \"sentiment.abstain_below\": expected a number from 0 to 1, found 1.5"),
        bad(
            w -> w.putFloat32("sentiment.abstain_below", Float.NaN),
            "key \"sentiment.abstain_below\": expected a number from 0 to 1, found NaN"),
        bad(
            w -> w.putUint32("sentiment.training", 1),
            "key \"sentiment.training\": expected STRING, found UINT32"),
        bad(
            w -> w.putBool("sentiment.license", true),
            "key \"sentiment.license\": expected STRING, found BOOL"),
        bad(
            w -> w.putString("sentiment.max_tokens", "512"),
            "key \"sentiment.max_tokens\": expected UINT32, found STRING"),
        bad(
            w -> w.putUint32("sentiment.max_tokens", 0),
            "key \"sentiment.max_tokens\": expected a number from 1 to 131072, found 0"),
        bad(
            w -> w.putUint32("sentiment.max_tokens", 4_294_967_295L),
            "key \"sentiment.max_tokens\": expected a number from 1 to 131072, found 4294967295"));
  }

  private static Arguments bad(Consumer<GgufWriter> mutation, String complaint) {
    return bad(mutation, Kind.MODEL_INVALID, complaint);
  }

  private static Arguments bad(Consumer<GgufWriter> mutation, Kind kind, String complaint) {
    return Arguments.of(mutation, kind, complaint);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("badKeys")
  void read_badKey_isRefused(Consumer<GgufWriter> mutation, Kind kind, String complaint) {
    GgufFile file = file(mutation, FULL);

    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> SentimentMetadata.read(file));

    assertThat(e).hasMessage(file.path() + ": " + complaint);
    assertThat(e.kind()).isEqualTo(kind);
  }

  @Test
  void constructor_badValue_namesTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SentimentMetadata(
                    "{text}\n",
                    List.of("a", "b", "c"),
                    0,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .withMessage("sentiment.temperature: expected a finite number greater than 0, found 0.0");
  }

  private GgufFile file(Consumer<GgufWriter> mutation, SentimentMetadata sentiment) {
    return GgufFile.read(
        tiny().sentiment(sentiment).mutate(mutation).write(folder.resolve("tiny.gguf")));
  }

  private static TinyModel tiny() {
    return TinyModel.builder().blocks(1);
  }
}
