package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.Oracle;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that three rows of the output matrix give the same scores as llama.cpp's logits. */
class OutputMatrixTest {
  /** The tolerance with wide weights: attention uses F16, and the probe sums in another order. */
  private static final double WIDE = 0.01;

  /**
   * The tolerance with narrow weights: another order can round an activation to the next 8-bit
   * step.
   */
  private static final double NARROW = 0.1;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qwen2, F32, true",
    "qwen2, F16, false",
    "qwen3, F32, false",
    "llama, F32, true",
    "llama, F16, false"
  })
  void score_wideWeights_equalsLogitsOfAllTokens(String architecture, GgmlType type, boolean tied) {
    Path model =
        TinyModel.builder().architecture(architecture).type(type).tied(tied).write(file("model"));

    compare(model, WIDE);
  }

  @ParameterizedTest
  @CsvSource({"BF16", "Q4_0", "Q5_1", "Q8_0", "Q4_K_M", "Q6_K"})
  void score_narrowWeights_equalsLogitsOfAllTokens(FileType type) throws IOException {
    Path source = TinyModel.builder().width(256).feedForward(256).tied(false).write(file("source"));
    Path model = file("model");
    Quantizer.quantize(source, model, type, true, 1, Quantizer.Listener.NONE);

    compare(model, NARROW);
  }

  @Test
  void score_biasOnTheLogits_isCounted() throws IOException {
    GgufFile plain = GgufFile.read(TinyModel.builder().write(file("plain")));
    int tokens = plain.strings("tokenizer.ggml.tokens").size();
    ByteBuffer bias = ByteBuffer.allocate(tokens * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(0, tokens).forEach(token -> bias.putFloat(token % 7));
    GgufWriter writer = GgufWriter.copyOf(plain);
    for (GgufTensor tensor : plain.tensors()) {
      writer.tensor(tensor.name(), tensor.type(), tensor.shape(), to -> plain.writeTo(tensor, to));
    }
    writer.tensor("output.bias", GgmlType.F32, new long[] {tokens}, to -> to.write(bias.rewind()));
    writer.write(file("model"));

    compare(file("model"), WIDE);
  }

  private Path file(String name) {
    return folder.resolve(name + ".gguf");
  }

  private static void compare(Path model, double tolerance) {
    // The texts have every remainder of the number of tokens; one has two physical batches.
    List<String> texts =
        IntStream.concat(IntStream.rangeClosed(1, 17), IntStream.of(190))
            .mapToObj(words -> String.join(" ", Collections.nCopies(words, "up")))
            .toList();
    try (NativeEngine engine = TestEngine.of(model).maxTokens(1024).open();
        LlamaTokenizer tokenizer = LlamaTokenizer.open(model);
        Oracle oracle = Oracle.ofVocabulary(model, engine.profile());
        ModelProbe probe = ModelProbe.open(model, 1, 1024)) {
      List<LabelScores> scores = LabelScores.of(engine, texts, 1);
      for (int i = 0; i < texts.size(); i++) {
        float[] logits = probe.logits(oracle.promptTokens(texts.get(i)));
        float[] expected = new float[Sentiment.COUNT];
        int index = 0;
        for (Sentiment label : Sentiment.values()) {
          expected[index++] = logits[tokenizer.tokenize(LabelWords.ENGLISH.word(label), false)[0]];
        }
        assertThat(scores.get(i).logDistance(new LabelScores(expected)))
            .as(texts.get(i))
            .isLessThan(tolerance);
      }
    }
  }
}
