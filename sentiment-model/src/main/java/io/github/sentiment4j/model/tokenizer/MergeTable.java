package io.github.sentiment4j.model.tokenizer;

import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.model.tokenizer.Vocabulary.Complaint;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The merges of a vocabulary by token ids, with the rank of each pair. Byte-level BPE starts with
 * the bytes of a word and applies the merge of the lowest rank, the leftmost first, until no merge
 * applies.
 */
final class MergeTable {
  private static final int NONE = -1;

  /** The characters that stand for bytes end at U+0143. */
  private static final int ALPHABET_END = 0x144;

  private final List<String> tokens;
  private final int[] types;
  private final int[] byteTokens; // by character

  // (M) by rank; M merges
  private final int[] left;
  private final int[] right;
  private final int[] result;

  // Ranks, by open addressing over the pairs; seeded, so that no file can be made to collide.
  private final int[] slots;
  private final long factor = new SplittableRandom().nextLong() | 1;

  private MergeTable(List<String> tokens, int[] types, int merges) {
    this.tokens = tokens;
    this.types = types;
    this.byteTokens = new int[ALPHABET_END];
    this.left = new int[merges];
    this.right = new int[merges];
    this.result = new int[merges];
    this.slots = new int[Integer.highestOneBit(Math.max(8, merges)) * 4];
    Arrays.fill(byteTokens, NONE);
    Arrays.fill(slots, NONE);
  }

  /** The table; complains about tokens that occur twice and about merges that are none. */
  static MergeTable of(List<String> tokens, int[] types, List<String> merges, Complaint complaint) {
    MergeTable table = new MergeTable(tokens, types, merges.size());
    Map<String, Integer> ids = table.idsByToken(complaint);
    for (int rank = 0; rank < merges.size(); rank++) {
      table.add(rank, merges.get(rank), ids, complaint);
    }
    return table;
  }

  private Map<String, Integer> idsByToken(Complaint complaint) {
    Map<String, Integer> ids = new HashMap<>(2 * tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      Integer before = ids.putIfAbsent(token, id);
      if (before != null) {
        throw complaint.of(
            "tokens", "every token once", quote(token) + " at " + before + " and at " + id);
      }
      if (types[id] == TokenType.NORMAL && token.length() == 1 && token.charAt(0) < ALPHABET_END) {
        byteTokens[token.charAt(0)] = id;
      }
    }
    return ids;
  }

  private void add(int rank, String merge, Map<String, Integer> ids, Complaint complaint) {
    int space = merge.indexOf(' ');
    if (space < 1 || space == merge.length() - 1) {
      throw complaint.of("merge " + rank, "two tokens with a space between them", quote(merge));
    }
    String first = merge.substring(0, space);
    String second = merge.substring(space + 1);
    left[rank] = id(first, rank, merge, ids, complaint);
    right[rank] = id(second, rank, merge, ids, complaint);
    result[rank] = id(first + second, rank, merge, ids, complaint);
    int slot = slot(left[rank], right[rank]);
    if (slots[slot] != NONE) {
      throw complaint.of(
          "merge " + rank, "every merge once", quote(merge) + " as at " + slots[slot]);
    }
    slots[slot] = rank;
  }

  private static int id(
      String part, int rank, String merge, Map<String, Integer> ids, Complaint complaint) {
    Integer id = ids.get(part);
    if (id == null) {
      throw complaint.of(
          "merge " + rank,
          "tokens that merge into a token",
          quote(merge) + ", but " + quote(part) + " is no token");
    }
    return id;
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  /** Returns the slot of a pair, or the free slot for it. */
  private int slot(int first, int second) {
    long hash = (((long) first << 32) ^ second) * factor;
    int slot = (int) (hash >>> 40) & (slots.length - 1);
    while (slots[slot] != NONE && (left[slots[slot]] != first || right[slots[slot]] != second)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** Returns whether a token is a piece of text that merges may lead to. */
  boolean isText(int id) {
    return types[id] == TokenType.NORMAL;
  }

  /** Returns whether BPE merges every token of text from its bytes. */
  boolean makesEveryToken() {
    return IntStream.range(0, tokens.size())
        .filter(this::isText)
        .allMatch(id -> Arrays.equals(tokens(tokens.get(id)), new int[] {id}));
  }

  /** Returns whether both parts of a merge and its result are among some tokens. */
  boolean isWithin(int rank, BitSet ids) {
    return ids.get(left[rank]) && ids.get(right[rank]) && ids.get(result[rank]);
  }

  /** See {@link Vocabulary#closure}. */
  BitSet closure(BitSet ids) {
    BitSet closure = (BitSet) ids.clone();
    ids.stream().filter(this::isText).forEach(id -> derive(id, closure));
    return closure;
  }

  /** The tokens of a word; a character that has none is left out, as tokenizers does it. */
  int[] tokens(String word) {
    int[] symbols = Arrays.stream(symbols(word)).filter(symbol -> symbol != NONE).toArray();
    return Arrays.copyOf(symbols, merge(symbols, symbol -> {}));
  }

  /** Merges the bytes of a token and collects all tokens on the way. */
  private void derive(int id, BitSet seen) {
    int[] symbols = symbols(tokens.get(id));
    Arrays.stream(symbols).filter(symbol -> symbol != NONE).forEach(seen::set);
    merge(symbols, seen::set);
  }

  /** The tokens of single characters, or -1. */
  private int[] symbols(String word) {
    return word.chars().map(c -> c < ALPHABET_END ? byteTokens[c] : NONE).toArray();
  }

  /** Merges in place and returns the number of symbols that are left. */
  private int merge(int[] symbols, IntConsumer made) {
    int length = symbols.length;
    for (int at = lowest(symbols, length); at != NONE; at = lowest(symbols, length)) {
      symbols[at] = result[slots[slot(symbols[at], symbols[at + 1])]];
      made.accept(symbols[at]);
      length--;
      System.arraycopy(symbols, at + 2, symbols, at + 1, length - at - 1);
    }
    return length;
  }

  /** Returns the position of the pair that is merged next, or -1. */
  private int lowest(int[] symbols, int length) {
    int best = NONE;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < length; i++) {
      int rank = slots[slot(symbols[i], symbols[i + 1])];
      if (rank != NONE && rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }
}
