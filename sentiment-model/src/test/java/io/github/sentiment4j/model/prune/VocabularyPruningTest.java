package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyPruningTest {
  private static final Path MODEL = Path.of("model.gguf");
  private static final ModelProfile PROFILE =
      ModelProfile.of(
          "ab{text}cd", List.of("ef", "gh", "e"), 1, List.of(), Optional.empty(), Optional.empty());

  private final RandomVocabulary tokenizer = RandomVocabulary.of(50, new SplittableRandom(3));

  private static Texts texts(String name, String... texts) {
    return Texts.of(Path.of("folder", name), List.of(texts));
  }

  private VocabularyPruning prune(PruningSpec.Builder spec) throws IOException {
    return VocabularyPruning.of(
        MODEL,
        tokenizer.vocabulary(),
        tokenizer,
        spec.build(),
        PromptTokens.of(PROFILE, tokenizer, OptionalInt.empty()));
  }

  private static boolean isKept(VocabularyPruning pruning, int token) {
    return Arrays.binarySearch(pruning.kept().oldIds(), token) >= 0;
  }

  @Test
  void of_aCorpus_keepsItsTokensAndThoseOfPromptAndLabels() throws IOException {
    VocabularyPruning pruning =
        prune(
            PruningSpec.builder()
                .corpus(texts("one.txt", "abcabc", "hgfe"))
                .corpus(texts("two.txt", "dddd"))
                .unseen(texts("other.txt", "abcabc", "aabbccddeeffgghh")));
    for (String text : List.of("ab", "cd", "ef", "gh", "e", "abcabc", "hgfe", "dddd")) {
      for (int token : tokenizer.tokens(text, false)) {
        assertThat(isKept(pruning, token)).as(text).isTrue();
      }
    }
    assertThat(pruning.origins().bytes()).isEqualTo(8);
    assertThat(pruning.origins().special()).isEqualTo(1);
    assertThat(pruning.origins().cjk()).isZero();
    assertThat(pruning.origins().coverage().sources()).containsExactly("one.txt", "two.txt");
    assertThat(pruning.origins().coverage().outside()).isZero();
    PruningReport.Coverage unseen = pruning.unseen().orElseThrow();
    assertThat(unseen.sources()).containsExactly("other.txt");
    assertThat(unseen.tokens())
        .isEqualTo(
            tokenizer.tokens("abcabc", false).length
                + tokenizer.tokens("aabbccddeeffgghh", false).length);
    assertThat(unseen.outside())
        .isPositive()
        .isEqualTo(
            Stream.of("abcabc", "aabbccddeeffgghh")
                .flatMapToInt(text -> Arrays.stream(tokenizer.tokens(text, false)))
                .filter(token -> !isKept(pruning, token))
                .count());
  }

  @Test
  void of_aBoundThatWhatMustStayExceeds_saysWhatMust() {
    PruningSpec.Builder spec =
        PruningSpec.builder().corpus(texts("one.txt", "abcabc", "hgfe")).maxTokens(9);
    assertThatThrownBy(() -> prune(spec))
        .isInstanceOf(ModelFileException.class)
        .hasMessageMatching(
            "model.gguf: tokens that may stay: expected at least the 1\\d that must: 8 bytes, 1"
                + " special ones, \\d of prompt and labels, 0 CJK, and what they are merged from,"
                + " found 9");
  }

  @Test
  void of_aBound_dropsOfTheCorpusOnly() throws IOException {
    VocabularyPruning pruning =
        prune(
            PruningSpec.builder()
                .corpus(texts("one.txt", RandomVocabulary.text(new SplittableRandom(1), 400)))
                .maxTokens(18));
    assertThat(pruning.kept().vocabulary().size()).isEqualTo(18);
    assertThat(pruning.origins().coverage().outside()).isPositive();
    for (String text : List.of("ab", "cd", "ef", "gh", "e")) {
      for (int token : tokenizer.tokens(text, false)) {
        assertThat(isKept(pruning, token)).as(text).isTrue();
      }
    }
  }

  @Test
  void of_anEmptyCorpus_saysWhich() {
    PruningSpec.Builder spec =
        PruningSpec.builder().corpus(texts("one.txt", "abc")).corpus(texts("two.txt"));
    assertThatThrownBy(() -> prune(spec))
        .isInstanceOf(ModelFileException.class)
        .hasMessage(Path.of("folder", "two.txt") + ": expected texts, one in a line, found none");
  }
}
