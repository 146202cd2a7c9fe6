package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A vocabulary of the bytes {@code a} to {@code h}, of random merges, a control token and a token
 * that fills up, with a plain BPE over it.
 */
final class RandomVocabulary implements Tokenizer {
  private static final String BYTES = "abcdefgh";
  static final String CONTROL = "<|end|>";

  private final Vocabulary vocabulary;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();

  private RandomVocabulary(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    IntStream.range(0, vocabulary.size()).forEach(id -> ids.put(vocabulary.tokens().get(id), id));
    IntStream.range(0, vocabulary.merges().size())
        .forEach(rank -> ranks.put(vocabulary.merges().get(rank), rank));
  }

  /** Some merges of what there is before them, each into a new token. */
  static RandomVocabulary of(int merges, SplittableRandom random) {
    List<String> tokens = new ArrayList<>(List.of(BYTES.split("")));
    List<String> pairs = new ArrayList<>();
    while (pairs.size() < merges) {
      String left = tokens.get(random.nextInt(tokens.size()));
      String right = tokens.get(random.nextInt(tokens.size()));
      if (left.length() + right.length() <= 4 && !tokens.contains(left + right)) {
        tokens.add(left + right);
        pairs.add(left + " " + right);
      }
    }
    tokens.add(CONTROL);
    tokens.add("[PAD]");
    int[] types = new int[tokens.size()];
    Arrays.fill(types, TokenType.NORMAL);
    types[types.length - 2] = TokenType.CONTROL;
    types[types.length - 1] = TokenType.UNUSED;
    return new RandomVocabulary(
        new Vocabulary(
            "qwen2",
            tokens,
            types,
            pairs,
            new LinkedHashMap<>(Map.of("tokenizer.ggml.eos_token_id", types.length - 2)),
            Map.of()));
  }

  /** The same tokenizer over some of the tokens. */
  static RandomVocabulary over(Vocabulary vocabulary) {
    return new RandomVocabulary(vocabulary);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** A random text. */
  static String text(SplittableRandom random, int length) {
    return random
        .ints(length, 0, BYTES.length())
        .mapToObj(i -> BYTES.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  @Override
  public int[] tokens(String text, boolean special) {
    List<String> symbols = new ArrayList<>(List.of(text.split("")));
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        Integer rank = ranks.get(symbols.get(i) + " " + symbols.get(i + 1));
        if (rank != null && rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        return symbols.stream().mapToInt(ids::get).toArray();
      }
      symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
    }
  }
}
