package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenSelectionTest {
  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void mostUsed_anyBound_isWhatDroppingTheLeastUsedLeavesAndClosed() throws IOException {
    for (int trial = 0; trial < 60; trial++) {
      RandomVocabulary tokenizer = RandomVocabulary.of(40, random);
      Vocabulary vocabulary = tokenizer.vocabulary();
      TokenCounts counts = counts(tokenizer, texts(30));
      TokenSelection selection = new TokenSelection(vocabulary);
      BitSet needed = vocabulary.byteTokens();
      needed.or(selection.special());
      int all = selection.allOf(needed, counts).cardinality();
      for (int most = needed.cardinality(); most <= all + 1; most++) {
        BitSet found = selection.mostUsed(needed, counts, most);
        assertThat(found.cardinality()).isEqualTo(Math.min(most, all));
        assertThat(vocabulary.closure(found)).as("closure").isEqualTo(found);
        assertThat(found).isEqualTo(plainMostUsed(tokenizer, needed, counts, most));
      }
    }
  }

  /** Drops tokens that nothing else is made of, the least used and latest one first. */
  private static BitSet plainMostUsed(
      RandomVocabulary tokenizer, BitSet needed, TokenCounts counts, int most) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    BitSet left = vocabulary.closure(counts.occurring());
    left.or(needed);
    long[] uses =
        IntStream.range(0, vocabulary.size())
            .mapToLong(
                part ->
                    IntStream.range(0, vocabulary.size())
                        .filter(whole -> closure(vocabulary, whole).get(part))
                        .mapToLong(counts::of)
                        .sum())
            .toArray();
    while (left.cardinality() > most) {
      int drop = -1;
      for (int id : left.stream().filter(id -> !needed.get(id)).toArray()) {
        if (left.stream().noneMatch(other -> other != id && closure(vocabulary, other).get(id))
            && (drop < 0 || isLessUseful(vocabulary, uses, id, drop))) {
          drop = id;
        }
      }
      left.clear(drop);
    }
    return left;
  }

  private static boolean isLessUseful(Vocabulary vocabulary, long[] uses, int id, int other) {
    if (uses[id] != uses[other]) {
      return uses[id] < uses[other];
    }
    int length = vocabulary.tokens().get(id).length();
    int otherLength = vocabulary.tokens().get(other).length();
    return length == otherLength ? id > other : length > otherLength;
  }

  private static BitSet closure(Vocabulary vocabulary, int id) {
    BitSet alone = new BitSet();
    alone.set(id);
    return vocabulary.closure(alone);
  }

  @Test
  void mostUsed_textOfKeptTokens_keepsItsTokensAndOtherTextLosesNothing() throws IOException {
    int sameTokens = 0;
    for (int trial = 0; trial < 40; trial++) {
      RandomVocabulary whole = RandomVocabulary.of(60, random);
      Vocabulary vocabulary = whole.vocabulary();
      TokenSelection selection = new TokenSelection(vocabulary);
      BitSet needed = vocabulary.byteTokens();
      needed.or(selection.special());
      BitSet ids = selection.mostUsed(needed, counts(whole, texts(20)), 30);
      Vocabulary.Kept kept = vocabulary.keep(ids);
      RandomVocabulary pruned = RandomVocabulary.over(kept.vocabulary());
      for (String text : texts(100)) {
        int[] before = whole.tokens(text, false);
        int[] after =
            Arrays.stream(pruned.tokens(text, false)).map(i -> kept.oldIds()[i]).toArray();
        if (Arrays.stream(before).allMatch(ids::get)) {
          sameTokens++;
          assertThat(after).as(text).isEqualTo(before);
        }
        assertThat(String.join("", words(vocabulary, after))).isEqualTo(text);
      }
    }
    assertThat(sameTokens).as("texts of kept tokens").isGreaterThan(400);
  }

  private static List<String> words(Vocabulary vocabulary, int[] ids) {
    return Arrays.stream(ids).mapToObj(id -> vocabulary.tokens().get(id)).toList();
  }

  @Test
  void special_ofAVocabulary_isWhatIsNoTextButNotWhatFillsUp() {
    Vocabulary vocabulary = RandomVocabulary.of(3, random).vocabulary();
    assertThat(words(vocabulary, new TokenSelection(vocabulary).special().stream().toArray()))
        .containsExactly(RandomVocabulary.CONTROL);
  }

  private List<String> texts(int count) {
    return Stream.generate(() -> RandomVocabulary.text(random, 1 + random.nextInt(20)))
        .limit(count)
        .toList();
  }

  private static TokenCounts counts(RandomVocabulary tokenizer, List<String> texts)
      throws IOException {
    return TokenCounts.of(
        List.of(Texts.of(Path.of("texts"), texts)), tokenizer, tokenizer.vocabulary().size());
  }
}
