package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vocabulary of Qwen2 with llama.cpp's tokenizer, before and after pruning. */
class RealVocabularyPruningTest {
  private static final ModelProfile PROFILE =
      ModelProfile.of(
          "{text}\n情绪：",
          List.of("positive", "neutral", "negative"),
          1,
          List.of(),
          Optional.empty(),
          Optional.empty());

  @TempDir private Path folder;

  @Test
  void cjk_ofQwen2_are25153TokensThatCloseAt25825() {
    Vocabulary qwen = Vocabulary.of(GgufFile.read(RealData.qwen()));
    BitSet cjk = new TokenSelection(qwen).cjk();
    assertThat(cjk.cardinality()).isEqualTo(25_153);
    cjk.or(qwen.byteTokens());
    assertThat(qwen.closure(cjk).cardinality()).isEqualTo(25_825);
  }

  @Test
  void prune_byDataSetsAndCjk_keeps10000TextsAsTheyAre() throws IOException {
    requireTextsAsTheyAre(
        PruningSpec.builder().corpus(RealData.sentfin()).corpus(RealData.tfns()).keepCjk().build(),
        50_926,
        0.6);
  }

  @Test
  void prune_toTheMostUsed16000_keeps10000TextsAsTheyAre() throws IOException {
    requireTextsAsTheyAre(
        PruningSpec.builder()
            .corpus(RealData.sentfin())
            .corpus(RealData.tfns())
            .maxTokens(16_000)
            .build(),
        16_000,
        0.3);
  }

  private void requireTextsAsTheyAre(PruningSpec spec, int tokens, double shareOfSame)
      throws IOException {
    Vocabulary qwen = Vocabulary.of(GgufFile.read(RealData.qwen()));
    try (LlamaTokenizer before = LlamaTokenizer.open(RealData.qwen())) {
      Vocabulary.Kept kept =
          VocabularyPruning.of(
                  RealData.qwen(),
                  qwen,
                  before::tokenize,
                  spec,
                  PromptTokens.of(PROFILE, before::tokenize, before.beginOfText()))
              .kept();
      assertThat(kept.vocabulary().size()).isEqualTo(tokens);
      int same = 0;
      List<String> texts = texts();
      try (LlamaTokenizer after =
          Pruning.tokenizer(Architecture.QWEN2, kept.vocabulary(), folder)) {
        for (String text : texts) {
          int[] wanted = before.tokenize(text, false);
          int[] found = after.tokenize(text, false);
          if (Arrays.stream(wanted).allMatch(id -> isKept(kept, id))) {
            assertThat(Arrays.stream(found).map(id -> kept.oldIds()[id]).toArray())
                .as(text)
                .isEqualTo(wanted);
            same++;
          }
          assertThat(bytes(kept.vocabulary(), found)).as(text).isEqualTo(bytes(qwen, wanted));
        }
      }
      System.out.printf(
          "%,d of %,d texts consist of %,d kept tokens%n", same, texts.size(), tokens);
      assertThat((double) same / texts.size()).isGreaterThan(shareOfSame);
    }
  }

  private static boolean isKept(Vocabulary.Kept kept, int oldId) {
    return Arrays.binarySearch(kept.oldIds(), oldId) >= 0;
  }

  private static byte[] bytes(Vocabulary vocabulary, int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      String token = vocabulary.tokens().get(id);
      bytes.writeBytes(
          ByteAlphabet.bytes(token).orElseGet(() -> token.getBytes(StandardCharsets.UTF_8)));
    }
    return bytes.toByteArray();
  }

  /** 5,000 texts of the data sets, among them some that no corpus has, and 5,000 made-up ones. */
  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>(RealData.all(RealData.sentfin()).subList(0, 2000));
    texts.addAll(RealData.all(RealData.tfns()).subList(0, 1000));
    texts.addAll(RealData.all(RealData.tfnsValidation()).subList(0, 2000));
    SplittableRandom random = new SplittableRandom(7);
    while (texts.size() < 10_000) {
      texts.add(madeUp(random));
    }
    return texts;
  }

  private static String madeUp(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(1, 12);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append(random.nextInt());
        case 1 -> text.append(" \t\n\r\u00A0\u3000".charAt(random.nextInt(6)));
        case 2 -> text.appendCodePoint(random.nextInt(0x4E00, 0xA000));
        case 3 -> text.appendCodePoint(random.nextInt(0x1F300, 0x1FAFF));
        case 4 -> text.appendCodePoint(random.nextInt(0x20, 0xD800));
        case 5 -> text.append("e\u0301，。%$’'s<|im_end|>".charAt(random.nextInt(19)));
        case 6 -> text.append(" the shares of a bank rose".substring(random.nextInt(20)));
        default -> text.append("股市大涨，投资者纷纷买入".substring(random.nextInt(10)));
      }
    }
    return text.toString();
  }
}
