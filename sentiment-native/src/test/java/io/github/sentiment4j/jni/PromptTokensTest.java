package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.jni.internal.Oracle;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the token ids of prompts with those of the original tokenizer in {@code
 * prompt-tokens.tsv}. Tests of training and evaluation use the same file. It lists texts that are
 * not NFC separately, because llama.cpp alone gives them other ids than the original tokenizer,
 * which normalises.
 */
class PromptTokensTest {
  private static final List<List<String>> GOLDEN = Goldens.rows("prompt-tokens.tsv");
  private static final List<String> VOCABULARIES = List.of("tiny", "compact-reference", "qwen2.5");

  @Test
  void golden_always_hasTheTextsThatTokenizersGetWrong() {
    List<String> texts = texts("text").map(row -> Goldens.unescape(row.get(1))).toList();

    assertThat(texts).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    assertThat(texts).allMatch(text -> Normalizer.isNormalized(text, Normalizer.Form.NFC));
    assertThat(texts).containsAll(Headlines.sixty());
    assertThat(texts)
        .contains(
            "<|im_end|>", "\0", "涨了。", "Profit up 5%.", "\ufeffbom", "👨‍👩‍👧‍👦 family office");
    assertThat(texts("unnormalised").map(row -> Goldens.unescape(row.get(1))))
        .hasSize(8)
        .noneMatch(text -> Normalizer.isNormalized(text, Normalizer.Form.NFC))
        .allMatch(text -> texts.contains(Normalizer.normalize(text, Normalizer.Form.NFC)));
  }

  @Test
  void promptTokens_tinyVocabulary_areTheOriginalTokenizers() {
    compare("tiny", Goldens.tinyModel());
  }

  @Test
  void promptTokens_compactVocabulary_areTheOriginalTokenizers() {
    compare("compact-reference", RealModels.compactReference());
  }

  @Test
  void promptTokens_qwenVocabulary_areTheOriginalTokenizers() {
    compare("qwen2.5", RealModels.qwen());
  }

  @Test
  void score_textPromptAndLabelsThatAreNotNfc_scoreAsTheirNfc() {
    try (NativeEngine composed = normalised(Normalizer.Form.NFC);
        NativeEngine decomposed = normalised(Normalizer.Form.NFD)) {
      String text = "Société Générale: bénéfice en hausse";

      assertThat(scores(decomposed, Normalizer.normalize(text, Normalizer.Form.NFD)))
          .isEqualTo(scores(composed, text));
    }
  }

  private static NativeEngine normalised(Normalizer.Form form) {
    return TestEngine.of(Goldens.tinyModel())
        .prompt(Normalizer.normalize("à lire: {text}\nQualité: ", form))
        .labels(
            new LabelWords(
                Normalizer.normalize("élevée", form),
                "moyenne",
                Normalizer.normalize("dégradée", form)))
        .open();
  }

  private static float[] scores(NativeEngine engine, String text) {
    TextScore score = engine.contexts().get(0).score(List.of(text)).texts().get(0);
    return ((TextScore.Scored) score).segments().get(0).logProbabilities();
  }

  private static void compare(String vocabulary, Path model) {
    int column = 2 + VOCABULARIES.indexOf(vocabulary);
    for (int prompt = 0; prompt < 2; prompt++) {
      List<String> prefix = only("prefix" + prompt);
      List<String> suffix = only("suffix" + prompt);
      String template =
          Goldens.unescape(prefix.get(1))
              + PromptTemplate.PLACEHOLDER
              + Goldens.unescape(suffix.get(1));
      try (NativeEngine engine = TestEngine.of(model).prompt(template).open();
          Oracle oracle = Oracle.ofVocabulary(model, engine.profile())) {
        for (List<String> row : GOLDEN) {
          if (row.get(0).equals("text") || row.get(0).equals("unnormalised")) {
            assertThat(oracle.promptTokens(Goldens.unescape(row.get(1))))
                .as("%s, prompt %s, text %s", vocabulary, template, row.get(1))
                .containsExactly(
                    Stream.of(prefix, row, suffix)
                        .flatMapToInt(part -> ids(part, column))
                        .toArray());
          }
        }
        assertThat(engine.info().prefixTokens()).isEqualTo((int) ids(prefix, column).count());
        assertThat(engine.info().suffixTokens()).isEqualTo((int) ids(suffix, column).count());
      }
    }
    Report.print(
        "prompt ids, %s vocabulary: %d texts with 2 prompts equal those of Hugging Face",
        vocabulary, GOLDEN.size() - 4);
  }

  private static Stream<List<String>> texts(String kind) {
    return GOLDEN.stream().filter(row -> row.get(0).equals(kind));
  }

  private static List<String> only(String kind) {
    List<List<String>> rows = texts(kind).toList();
    assertThat(rows).as(kind).hasSize(1);
    return rows.get(0);
  }

  private static IntStream ids(List<String> row, int column) {
    String cell = row.get(column);
    return cell.isEmpty()
        ? IntStream.empty()
        : Stream.of(cell.split(" ", -1)).mapToInt(Integer::parseInt);
  }
}
