package io.github.sentiment4j.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.model.tokenizer.Vocabulary.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private static final String EOS = "tokenizer.ggml.eos_token_id";

  @TempDir Path temporary;

  /** Ids: a 0, b 1, c 2, ab 3, bc 4, abc 5, the end 6. */
  private static Vocabulary small() {
    return new Vocabulary(
        "qwen2",
        List.of("a", "b", "c", "ab", "bc", "abc", "<|end|>"),
        new int[] {1, 1, 1, 1, 1, 1, 3},
        List.of("b c", "a b", "ab c", "a bc"),
        Map.of(EOS, 6),
        Map.of(
            "tokenizer.ggml.suppress_tokens", GgufValue.int32s(6, 3),
            "tokenizer.ggml.scores", GgufValue.float32s(0, 1, 2, 3, 4, 5, 6),
            "tokenizer.chat_template", GgufValue.string("{{ m }}")));
  }

  @Test
  void closure_token_hasTheTokensThatBpeMakesOnTheWay() {
    // b+c comes before a+b, so ab is no part of abc.
    assertThat(small().closure(ids(5))).isEqualTo(ids(0, 1, 2, 4, 5));
    assertThat(small().closure(ids(3, 6))).isEqualTo(ids(0, 1, 3, 6));
    assertThat(small().closure(ids())).isEqualTo(ids());
  }

  @Test
  void closure_anyTokens_isThatOfPlainBpe() throws IOException {
    Vocabulary vocabulary = fixture();
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      BitSet some = new BitSet();
      for (int i = 0; i < 20; i++) {
        some.set(random.nextInt(vocabulary.size()));
      }
      BitSet expected = new BitSet();
      some.stream().forEach(id -> plainDerivation(vocabulary, id, expected));

      assertThat(vocabulary.closure(some)).isEqualTo(expected);
    }
  }

  /** As slow and as plain as it can be. */
  private static void plainDerivation(Vocabulary vocabulary, int id, BitSet seen) {
    seen.set(id);
    if (vocabulary.type(id) != TokenType.NORMAL) {
      return;
    }
    List<String> parts = new ArrayList<>(List.of(vocabulary.tokens().get(id).split("")));
    parts.forEach(part -> seen.set(vocabulary.tokens().indexOf(part)));
    for (int at = 0; at >= 0; ) {
      int best = Integer.MAX_VALUE;
      at = -1;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = vocabulary.merges().indexOf(parts.get(i) + " " + parts.get(i + 1));
        if (rank >= 0 && rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at >= 0) {
        parts.set(at, parts.get(at) + parts.remove(at + 1));
        seen.set(vocabulary.tokens().indexOf(parts.get(at)));
      }
    }
  }

  @Test
  void keep_someTokens_hasTheirMergesAndNewIds() {
    Kept kept = small().keep(ids(0, 1, 2, 4, 5, 6));

    Vocabulary vocabulary = kept.vocabulary();
    assertThat(vocabulary.tokens()).containsExactly("a", "b", "c", "bc", "abc", "<|end|>");
    assertThat(kept.oldIds()).containsExactly(0, 1, 2, 4, 5, 6);
    assertThat(vocabulary.merges()).containsExactly("b c", "a bc");
    assertThat(vocabulary.type(5)).isEqualTo(TokenType.CONTROL);
    assertThat(vocabulary.specialIds()).containsExactly(Map.entry(EOS, 5));
    assertThat(vocabulary.otherKeys())
        .containsOnly(
            Map.entry("tokenizer.ggml.suppress_tokens", GgufValue.int32s(5)),
            Map.entry("tokenizer.chat_template", GgufValue.string("{{ m }}")));
    assertThat(vocabulary.pre()).isEqualTo("qwen2");
  }

  @Test
  void keep_allTokens_isTheSameButForScores() {
    BitSet all = new BitSet();
    all.set(0, 7);

    Vocabulary kept = small().keep(all).vocabulary();

    assertThat(kept.tokens()).isEqualTo(small().tokens());
    assertThat(kept.merges()).isEqualTo(small().merges());
    assertThat(kept.specialIds()).isEqualTo(small().specialIds());
  }

  @Test
  void keep_specialTokenLeftOut_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().keep(ids(0, 1)))
        .withMessage(EOS + ": expected its token to be kept, found \"<|end|>\" left out");
  }

  @Test
  void keep_idOutsideTheVocabulary_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().keep(ids(6, 7)))
        .withMessage("expected ids below 7, found 7");
  }

  @Test
  void byteTokens_fixture_areThe256() throws IOException {
    assertThat(fixture().byteTokens().cardinality()).isEqualTo(256);
    assertThat(small().byteTokens()).isEqualTo(ids(0, 1, 2));
  }

  @Test
  void new_atOddsWithItself_isRefused() {
    assertRefused(
        List.of("a", "a"),
        List.of(),
        "tokens: expected every token once, found \"a\" at 0 and at 1");
    assertRefused(
        List.of("a", "b"),
        List.of("a"),
        "merge 0: expected two tokens with a space between them, found \"a\"");
    assertRefused(
        List.of("a", "b"),
        List.of("a c"),
        "merge 0: expected tokens that merge into a token, found \"a c\", but \"c\" is no token");
    assertRefused(
        List.of("a", "b"),
        List.of("a b"),
        "merge 0: expected tokens that merge into a token, found \"a b\", but \"ab\" is no token");
    assertRefused(
        List.of("a", "aa"),
        List.of("a a", "a a"),
        "merge 1: expected every merge once, found \"a a\" as at 0");
  }

  private static void assertRefused(List<String> tokens, List<String> merges, String message) {
    int[] types = new int[tokens.size()];
    Arrays.fill(types, TokenType.NORMAL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary("qwen2", tokens, types, merges, Map.of(), Map.of()))
        .withMessage(message);
  }

  @Test
  void new_typesThatDoNotFit_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Vocabulary("qwen2", List.of("a"), new int[2], List.of(), Map.of(), Map.of()))
        .withMessage("token types: expected 1, one for each token, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Vocabulary("qwen2", List.of("a"), new int[] {6}, List.of(), Map.of(), Map.of()))
        .withMessage("type of token 0: expected 1 to 5, found 6");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Vocabulary(
                    "qwen2", List.of("a"), new int[] {1}, List.of(), Map.of(EOS, 1), Map.of()))
        .withMessage(EOS + ": expected a token id below 1, found 1");
  }

  @Test
  void of_fileWithAnotherTokenizer_isUnsupported() throws IOException {
    Path path = temporary.resolve("spm.gguf");
    GgufWriter.create().putString("tokenizer.ggml.model", "llama").write(path);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Vocabulary.of(GgufFile.read(path)))
        .withMessage(
            path
                + ": key \"tokenizer.ggml.model\": expected a byte-level BPE vocabulary (gpt2),"
                + " found \"llama\"")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MODEL_UNSUPPORTED));
  }

  @Test
  void of_fileAtOddsWithItself_isCorrupt() throws IOException {
    Path path = temporary.resolve("odd.gguf");
    GgufWriter writer = GgufWriter.create();
    small().writeTo(writer);
    writer.putStrings("tokenizer.ggml.merges", Collections.nCopies(2, "a b")).write(path);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Vocabulary.of(GgufFile.read(path)))
        .withMessage(path + ": merge 1: expected every merge once, found \"a b\" as at 0")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MODEL_INVALID));
  }

  private Vocabulary fixture() throws IOException {
    return TokenizerFolder.read(TokenizerGoldens.folder("qwen2-bare", temporary.resolve("bare")));
  }

  private static BitSet ids(int... ids) {
    BitSet set = new BitSet();
    Arrays.stream(ids).forEach(set::set);
    return set;
  }
}
