package io.github.sentiment4j.model.tokenizer;

import io.github.sentiment4j.gguf.GgufValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A byte-level BPE vocabulary with its merges and everything else that GGUF says about a tokenizer.
 * Immutable.
 */
public final class Vocabulary {
  private final String pre;
  private final List<String> tokens;
  private final int[] types;
  private final List<String> merges;
  private final Map<String, Integer> specialIds;
  private final Map<String, GgufValue> otherKeys;

  /**
   * A vocabulary of V tokens.
   *
   * @param pre the pre-tokenizer by its name in GGUF, such as {@code qwen2} or {@code smollm}
   * @param tokens (V) in byte-level characters, control tokens as they are
   * @param types (V) token types of GGUF: 1 normal, 3 control, 4 user defined, 5 unused, …
   * @param merges {@code left right}, in order of rank
   * @param specialIds ids under their GGUF keys, such as {@code tokenizer.ggml.eos_token_id}
   * @param otherKeys all other {@code tokenizer.*} keys, such as {@code tokenizer.chat_template}
   */
  public Vocabulary(
      String pre,
      List<String> tokens,
      int[] types,
      List<String> merges,
      Map<String, Integer> specialIds,
      Map<String, GgufValue> otherKeys) {
    this.pre = pre;
    this.tokens = List.copyOf(tokens);
    this.types = types.clone();
    this.merges = List.copyOf(merges);
    this.specialIds = Collections.unmodifiableMap(new LinkedHashMap<>(specialIds));
    this.otherKeys = Collections.unmodifiableMap(new LinkedHashMap<>(otherKeys));
    if (types.length != tokens.size()) {
      throw new IllegalArgumentException(
          "expected a type for each of the " + tokens.size() + " tokens, found " + types.length);
    }
  }

  /** The pre-tokenizer by its name in GGUF. */
  public String pre() {
    return pre;
  }

  /** The tokens by id. */
  public List<String> tokens() {
    return tokens;
  }

  /** The number of tokens. */
  public int size() {
    return tokens.size();
  }

  /** The type of a token, as GGUF numbers them. */
  public int type(int id) {
    return types[id];
  }

  /** The merges in order of rank. */
  public List<String> merges() {
    return merges;
  }

  /** The ids of special tokens under their GGUF keys. */
  public Map<String, Integer> specialIds() {
    return specialIds;
  }

  /** All other {@code tokenizer.*} keys. */
  public Map<String, GgufValue> otherKeys() {
    return otherKeys;
  }
}
