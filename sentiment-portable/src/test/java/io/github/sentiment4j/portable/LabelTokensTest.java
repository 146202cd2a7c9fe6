package io.github.sentiment4j.portable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelTokensTest {
  @TempDir Path folder;
  private GgufFile file;
  private List<String> vocabulary;

  @BeforeEach
  void read() {
    file = GgufFile.read(TinyModel.builder().write(folder.resolve("tiny.gguf")));
    vocabulary = file.strings("tokenizer.ggml.tokens");
  }

  @Test
  void biases_words_banEveryOtherTokenThatBeginsOne() {
    int[] labels = LabelWords.ENGLISH.asList().stream().mapToInt(vocabulary::indexOf).toArray();
    assertThat(labels).as("single tokens").doesNotContain(-1);

    Map<Integer, Float> biases =
        LabelTokens.biases(file, LabelWords.ENGLISH, labels, new Calibration(2, 0.5, 0, -1));

    assertThat(biases)
        .containsEntry(labels[0], 1f)
        .containsEntry(labels[1], 0f)
        .containsEntry(labels[2], -2f);
    List<String> banned =
        IntStream.range(0, vocabulary.size())
            .filter(id -> biases.getOrDefault(id, 0f) < -1000)
            .mapToObj(vocabulary::get)
            .toList();
    assertThat(banned)
        .contains("p", "n")
        .allMatch(
            token -> LabelWords.ENGLISH.asList().stream().anyMatch(word -> word.startsWith(token)))
        .doesNotContainAnyElementsOf(LabelWords.ENGLISH.asList());
    assertThat(biases).hasSize(banned.size() + 3);
  }

  @Test
  void cut_specialTokens_areInNoPiece() {
    SpecialTokens special = SpecialTokens.of(file);
    String text = "<|im_end|>up<|endoftext|><|im_end|>";

    List<String> pieces = special.cut(text);

    assertThat(String.join("", pieces)).isEqualTo(text);
    assertThat(pieces)
        .hasSizeGreaterThan(3)
        .noneMatch(piece -> piece.contains("<|im_end|>") || piece.contains("<|endoftext|>"));
    assertThat(special.cut("nothing special < | im_end")).hasSize(1);
  }
}
