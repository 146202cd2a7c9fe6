package io.github.sentiment4j.gguf;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Finds tokens by their UTF-8: open addressing over the ids. A HashMap would do, but checking the
 * merges of a large vocabulary looks up half a million parts of strings, and this table needs
 * neither boxes nor copies for them. The hash is seeded, so that no file can be made to collide.
 */
final class TokenTable {
  static final int NONE = -1;

  private final PackedStrings tokens;
  private final byte[] tokenBytes;
  private final int[] slots;
  private final long factor = new SplittableRandom().nextLong() | 1;

  /** A table for some tokens, empty at first. */
  TokenTable(PackedStrings tokens) {
    this.tokens = tokens;
    this.tokenBytes = tokens.bytes();
    this.slots = new int[Integer.highestOneBit(Math.max(8, tokens.size())) * 4];
    Arrays.fill(slots, NONE);
  }

  /** Adds a token; returns the id that has its text already, which stays, or {@link #NONE}. */
  int add(int id) {
    int start = tokens.start(id);
    int end = tokens.end(id);
    int slot = slot(hash(tokenBytes, start, end), tokenBytes, start, end, end);
    int before = slots[slot];
    if (before == NONE) {
      slots[slot] = id;
    }
    return before;
  }

  /** The token that is text[from, to), or {@link #NONE}. */
  int find(byte[] text, int from, int to) {
    return slots[slot(hash(text, from, to), text, from, to, to)];
  }

  /**
   * The first of some merges that is not two tokens with a space between them that make a third, or
   * {@link #NONE}. A space at the start belongs to the first token.
   */
  int firstUnmade(PackedStrings merges) {
    for (int i = 0; i < merges.size(); i++) {
      if (!isMade(merges.bytes(), merges.start(i), merges.end(i))) {
        return i;
      }
    }
    return NONE;
  }

  private boolean isMade(byte[] merge, int start, int end) {
    int space = start;
    long left = 0;
    while (space < end && (merge[space] != ' ' || space == start)) {
      left = mix(left, merge[space++]);
    }
    long right = 0;
    long both = left;
    for (int i = space + 1; i < end; i++) {
      right = mix(right, merge[i]);
      both = mix(both, merge[i]);
    }
    return space < end - 1
        && slots[slot(left, merge, start, space, space)] != NONE
        && slots[slot(right, merge, space + 1, end, end)] != NONE
        && slots[slot(both, merge, start, end, space)] != NONE;
  }

  private long hash(byte[] text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = mix(hash, text[i]);
    }
    return hash;
  }

  private long mix(long hash, byte next) {
    long mixed = (hash + next + 129) * factor;
    return mixed ^ mixed >>> 29;
  }

  /** Returns the slot of text[from, to) without the byte at gap, or the free slot for it. */
  private int slot(long hash, byte[] text, int from, int to, int gap) {
    int slot = (int) (hash >>> 32) & (slots.length - 1);
    while (slots[slot] != NONE && !matches(slots[slot], text, from, to, gap)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** Most are a few bytes, for which a loop costs less than a call of Arrays.equals. */
  private boolean matches(int id, byte[] text, int from, int to, int gap) {
    int start = tokens.start(id);
    int end = tokens.end(id);
    if (end - start != to - from - (gap < to ? 1 : 0)) {
      return false;
    }
    int i = from;
    for (int k = start; k < end; k++) {
      if (i == gap) {
        i++;
      }
      if (tokenBytes[k] != text[i++]) {
        return false;
      }
    }
    return true;
  }
}
