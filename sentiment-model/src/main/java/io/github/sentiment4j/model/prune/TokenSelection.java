package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Chooses the tokens that stay. All sets of tokens that it returns are closed under merges. */
final class TokenSelection {
  private final Vocabulary vocabulary;

  TokenSelection(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The tokens that are pure CJK. */
  BitSet cjk() {
    BitSet tokens = new BitSet(vocabulary.size());
    IntStream.range(0, vocabulary.size())
        .filter(id -> vocabulary.type(id) == TokenType.NORMAL)
        .filter(
            id -> ByteAlphabet.bytes(vocabulary.tokens().get(id)).filter(Cjk::isPure).isPresent())
        .forEach(tokens::set);
    return tokens;
  }

  /**
   * Returns the tokens that are not text or never split: control, user-defined and unknown tokens,
   * and those that a key of the vocabulary names. Placeholders for unused rows are not among them.
   */
  BitSet special() {
    BitSet tokens = new BitSet(vocabulary.size());
    IntStream.range(0, vocabulary.size())
        .filter(id -> vocabulary.type(id) != TokenType.NORMAL)
        .filter(id -> vocabulary.type(id) != TokenType.UNUSED)
        .forEach(tokens::set);
    vocabulary.specialIds().values().forEach(tokens::set);
    return tokens;
  }

  /** Returns a set of tokens together with all tokens that occur in texts. */
  BitSet allOf(BitSet needed, TokenCounts counts) {
    BitSet tokens = counts.occurring();
    tokens.or(needed);
    return vocabulary.closure(tokens);
  }

  /**
   * Returns some tokens and the most used tokens of texts, up to a bound. A token is used wherever
   * it occurs and wherever BPE goes through it to make one that occurs. The parts of a token are
   * therefore used at least as often as the token and come first; at equal use they come first
   * because they are shorter. At every bound, each chosen token has its parts.
   *
   * @param needed closed under merges; always stays
   * @param counts of the texts
   * @param most how many tokens there may be, those that are needed included
   */
  BitSet mostUsed(BitSet needed, TokenCounts counts, int most) {
    long[] uses = uses(counts);
    BitSet tokens = (BitSet) needed.clone();
    IntStream.range(0, uses.length)
        .filter(id -> uses[id] > 0 && !needed.get(id))
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer id) -> -uses[id])
                .thenComparingInt(id -> vocabulary.tokens().get(id).length())
                .thenComparingInt(id -> id))
        .limit(most - needed.cardinality())
        .forEach(tokens::set);
    return tokens;
  }

  /** Returns (V) the number of tokens of the texts that cannot be made without each token. */
  private long[] uses(TokenCounts counts) {
    long[] uses = new long[vocabulary.size()];
    BitSet occurring = counts.occurring();
    for (int id = occurring.nextSetBit(0); id >= 0; id = occurring.nextSetBit(id + 1)) {
      long count = counts.of(id);
      BitSet alone = new BitSet();
      alone.set(id);
      vocabulary.closure(alone).stream().forEach(part -> uses[part] += count);
    }
    return uses;
  }
}
