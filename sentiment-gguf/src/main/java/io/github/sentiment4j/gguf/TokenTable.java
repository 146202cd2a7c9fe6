package io.github.sentiment4j.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds tokens by text: open addressing over the ids. A HashMap would do, but checking the merges
 * of a large vocabulary looks up half a million substrings, and this table needs neither boxes nor
 * copies for them. The hash is seeded, so that no file can be made to collide.
 */
final class TokenTable {
  private static final int NONE = -1;

  private final String[] tokens;
  private final int[] slots;
  private final long factor = new SplittableRandom().nextLong() | 1;

  /** A table for some tokens, empty at first. */
  TokenTable(List<String> tokens) {
    this.tokens = tokens.toArray(new String[0]);
    this.slots = new int[Integer.highestOneBit(Math.max(8, this.tokens.length)) * 4];
    Arrays.fill(slots, NONE);
  }

  /**
   * Adds a token under its text, or another one; returns the id that has that text already, or -1.
   */
  int add(int id, String text) {
    tokens[id] = text;
    int slot = slot(text, 0, text.length(), text.length());
    int before = slots[slot];
    if (before == NONE) {
      slots[slot] = id;
    }
    return before;
  }

  /** Whether a part of a text is a token. */
  boolean contains(String text, int from, int to) {
    return slots[slot(text, from, to, to)] != NONE;
  }

  /** Whether a text is a token, once the character at a place is left out. */
  boolean containsWithout(String text, int left) {
    return slots[slot(text, 0, text.length(), left)] != NONE;
  }

  /** The slot of text[from, to) without the character at gap, or the free one where it belongs. */
  private int slot(String text, int from, int to, int gap) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      if (i != gap) {
        hash = (hash + text.charAt(i) + 1) * factor;
        hash ^= hash >>> 29;
      }
    }
    int slot = (int) (hash >>> 32) & (slots.length - 1);
    while (slots[slot] != NONE && !matches(tokens[slots[slot]], text, from, to, gap)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static boolean matches(String token, String text, int from, int to, int gap) {
    int before = Math.min(gap, to) - from;
    int after = Math.max(0, to - gap - 1);
    return token.length() == before + after
        && text.regionMatches(from, token, 0, before)
        && (after == 0 || text.regionMatches(gap + 1, token, before, after));
  }
}
