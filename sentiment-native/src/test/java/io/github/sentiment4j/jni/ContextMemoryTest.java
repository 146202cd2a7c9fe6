package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.engine.ContextMemory;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextMemoryTest {
  /** The sizes in llama.cpp's log of its allocations, in MiB. */
  private static final Pattern ALLOCATED =
      Pattern.compile("(output|KV|compute) buffer size = +([0-9.]+) MiB");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "512, 32, AUTO",
    "512, 32, OFF",
    "16384, 1, AUTO",
    "16384, 1, OFF",
    "8192, 1024, AUTO"
  })
  void bytes_isAtLeastWhatLlamaCppAllocates(
      int maxTokens, int maxBatch, FlashAttention flashAttention) {
    Path path =
        TinyModel.builder()
            .blocks(4)
            .width(256)
            .heads(8, 4)
            .feedForward(1024)
            .vocabularySize(20_000)
            .contextLength(32_768)
            .write(folder.resolve("model.gguf"));

    String log =
        ForkedJvm.of(SilenceTest.Debug.class)
            .run(path, maxTokens, maxBatch, flashAttention)
            .quiet();
    double allocated = 0;
    Matcher matcher = ALLOCATED.matcher(log);
    while (matcher.find()) {
      allocated += Double.parseDouble(matcher.group(2)) * (1 << 20);
    }
    double estimated =
        ContextMemory.bytes(DecoderModel.check(GgufFile.read(path)), shape(log), flashAttention);

    assertThat(allocated).isPositive();
    assertThat(estimated).isBetween(allocated, 3 * allocated);
  }

  /** Returns the numbers of cells, of tokens of a physical batch and of rows of logits. */
  private static int[] shape(String log) {
    return Stream.of("n_ctx", "n_ubatch", "n_outputs_max")
        .mapToInt(
            name -> {
              Matcher matcher =
                  Pattern.compile("llama_context: " + name + " += (\\d+)").matcher(log);
              assertThat(matcher.find()).as(name).isTrue();
              return Integer.parseInt(matcher.group(1));
            })
        .toArray();
  }

  @Test
  void require_moreThanThereIs_saysHowMuchIsNeeded() {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    EngineSpec spec = TestEngine.of(path).maxTokens(256).maxBatch(8).spec();
    DecoderModel model = DecoderModel.check(GgufFile.read(path));
    int[] shape = {2304, 512, 9};
    long needed = ContextMemory.bytes(model, shape, FlashAttention.AUTO);

    assertThatCode(() -> ContextMemory.require(spec, 256, model, shape, OptionalLong.of(needed)))
        .doesNotThrowAnyException();
    assertThatCode(() -> ContextMemory.require(spec, 256, model, shape, OptionalLong.empty()))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> ContextMemory.require(spec, 256, model, shape, OptionalLong.of(needed - 1)))
        .isInstanceOf(SentimentException.class)
        .hasMessage(
            "Expected settings that fit into the 9 MB of memory that are available, found contexts"
                + " 1, maxTokens 256 and maxBatch 8, which need 9 MB (9 MB for each context); lower"
                + " them [INVALID_SETTING, see "
                + ErrorCode.INVALID_SETTING.page()
                + "]")
        .extracting(e -> ((SentimentException) e).code())
        .isEqualTo(ErrorCode.INVALID_SETTING);
  }

  @Test
  void requireWeights_moreThanAvailable_isRefused() {
    Path file = Path.of("model.gguf");
    assertThatCode(() -> ContextMemory.requireWeights(file, 531_000_000, OptionalLong.empty()))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> ContextMemory.requireWeights(file, 531_000_000, OptionalLong.of(531_000_000)))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> ContextMemory.requireWeights(file, 531_000_000, OptionalLong.of(512_000_000)))
        .isInstanceOf(SentimentException.class)
        .hasMessage(
            "model.gguf: expected weights that fit into the 512 MB of memory that are available,"
                + " found 531 MB of them; free memory, raise the container's limit, or use a"
                + " smaller model [ENGINE_FAILED, see "
                + ErrorCode.ENGINE_FAILED.page()
                + "]");
  }
}
