package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlamaTokenizerTest {
  private static final String TEXT = "profit rose 积极 <|im_end|>";

  @TempDir Path folder;

  @Test
  void tokenize_keysWithoutTensors_givesTheIdsOfTheWholeModel() throws IOException {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    Path keys = folder.resolve("keys.gguf");
    GgufFile file = GgufFile.read(model);
    GgufWriter writer = GgufWriter.copyOf(file);
    file.tensors().forEach(tensor -> writer.removeTensor(tensor.name()));
    writer.write(keys);

    try (LlamaTokenizer whole = LlamaTokenizer.open(model);
        LlamaTokenizer alone = LlamaTokenizer.open(keys)) {
      assertThat(alone.tokenize(TEXT, false)).isEqualTo(whole.tokenize(TEXT, false)).isNotEmpty();
      assertThat(alone.tokenize("", false)).isEmpty();
      assertThat(alone.beginOfText()).isEmpty();
    }
  }

  @Test
  void tokenize_specialTokenInText_isOneTokenOnlyWhereAskedFor() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    List<String> tokens = GgufFile.read(model).strings("tokenizer.ggml.tokens");
    int end = tokens.indexOf("<|im_end|>");

    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model)) {
      assertThat(tokenizer.tokenize(TEXT, true)).endsWith(end);
      assertThat(tokenizer.tokenize(TEXT, false)).doesNotContain(end);
    }
  }

  @Test
  void beginOfText_modelThatWantsOne_isIt() {
    Path model =
        TinyModel.builder()
            .mutate(writer -> writer.putBool("tokenizer.ggml.add_bos_token", true))
            .write(folder.resolve("tiny.gguf"));
    long bos = GgufFile.read(model).uint32("tokenizer.ggml.bos_token_id");

    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model)) {
      assertThat(tokenizer.beginOfText()).hasValue((int) bos);
      assertThat(tokenizer.tokenize("up", true)).doesNotContain((int) bos);
    }
  }

  @Test
  void tokenize_textThatIsNotNfc_isNormalisedWhereTheModelsTokenizerDoesIt() {
    Path qwen = TinyModel.builder().write(folder.resolve("qwen.gguf"));
    Path smollm =
        TinyModel.builder()
            .mutate(writer -> writer.putString("tokenizer.ggml.pre", "smollm"))
            .write(folder.resolve("smollm.gguf"));

    try (LlamaTokenizer nfc = LlamaTokenizer.open(qwen);
        LlamaTokenizer none = LlamaTokenizer.open(smollm)) {
      assertThat(nfc.tokenize("cafe\u0301", false)).isEqualTo(nfc.tokenize("café", false));
      assertThat(none.tokenize("cafe\u0301", false)).hasSize(6);
      assertThat(none.tokenize("café", false)).hasSize(5);
    }
  }

  @Test
  void tokenize_manyThreadsAtOnce_agree() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model)) {
      int[] expected = tokenizer.tokenize(TEXT, false);
      List<String> copies = Collections.nCopies(2_000, TEXT);

      assertThat(copies.parallelStream().map(text -> tokenizer.tokenize(text, false)))
          .allMatch(ids -> Arrays.equals(ids, expected));
    }
  }

  @Test
  void open_damagedVocabulary_isRefusedBeforeLlamaSeesIt() {
    Path model =
        TinyModel.builder()
            .mutate(
                writer ->
                    writer.put(
                        "tokenizer.ggml.merges", GgufValue.strings(List.of("no such", "pair x"))))
            .write(folder.resolve("broken.gguf"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> LlamaTokenizer.open(model))
        .withMessageContaining("tokenizer.ggml.merges");
  }

  @Test
  void tokenize_afterClose_saysSo() {
    LlamaTokenizer tokenizer =
        LlamaTokenizer.open(TinyModel.builder().write(folder.resolve("tiny.gguf")));
    tokenizer.close();
    tokenizer.close();

    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> tokenizer.tokenize("up", false))
        .withMessageStartingWith("The tokenizer is closed");
  }
}
