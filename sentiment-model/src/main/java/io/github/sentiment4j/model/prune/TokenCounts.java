package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The number of times that each token occurs in some texts. */
final class TokenCounts {
  private final long[] counts; // (V), V tokens
  private long total;

  private TokenCounts(int vocabularySize) {
    this.counts = new long[vocabularySize];
  }

  /**
   * Counts the tokens of texts.
   *
   * @throws IOException if a corpus cannot be read
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if there is no text in a corpus
   */
  static TokenCounts of(List<Texts> corpora, Tokenizer tokenizer, int vocabularySize)
      throws IOException {
    TokenCounts counts = new TokenCounts(vocabularySize);
    for (Texts corpus : corpora) {
      long before = counts.total;
      corpus.forEach(text -> counts.add(tokenizer.tokens(text, false)));
      if (counts.total == before) {
        throw ModelFileException.invalid(corpus.source(), "", "texts, one in a line", "none");
      }
    }
    return counts;
  }

  private void add(int[] tokens) {
    for (int token : tokens) {
      counts[token]++;
    }
    total += tokens.length;
  }

  /** Returns the number of times that a token occurs. */
  long of(int token) {
    return counts[token];
  }

  /** Returns the number of tokens of all texts. */
  long total() {
    return total;
  }

  /** The tokens that occur. */
  BitSet occurring() {
    BitSet tokens = new BitSet(counts.length);
    IntStream.range(0, counts.length).filter(token -> counts[token] > 0).forEach(tokens::set);
    return tokens;
  }

  /** Returns the number of tokens of the texts that are not in a set. */
  long outside(BitSet kept) {
    return IntStream.range(0, counts.length)
        .filter(token -> !kept.get(token))
        .mapToLong(token -> counts[token])
        .sum();
  }
}
