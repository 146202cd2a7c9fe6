package io.github.sentiment4j.gguf.internal;

/** The keys under which a GGUF file keeps a byte-level BPE vocabulary. */
public final class TokenizerKeys {
  /** The prefix of all keys of llama.cpp's tokenizer. */
  public static final String PREFIX = "tokenizer.ggml.";

  /** The kind of vocabulary, see {@link #BYTE_LEVEL_BPE}. */
  public static final String MODEL = PREFIX + "model";

  /** The pre-tokenizer, see {@link PreTokenizerName}. */
  public static final String PRE = PREFIX + "pre";

  /** The tokens by id, STRING[]. */
  public static final String TOKENS = PREFIX + "tokens";

  /** The token types by id, INT32[]. */
  public static final String TYPES = PREFIX + "token_type";

  /** The scores by id, FLOAT32[] or INT32[]; BPE does not use them. */
  public static final String SCORES = PREFIX + "scores";

  /** The merges by rank, STRING[]. */
  public static final String MERGES = PREFIX + "merges";

  /** The ids of tokens that are never generated, INT32[]. */
  public static final String SUPPRESSED = PREFIX + "suppress_tokens";

  /** The flag for a blank in front of every text, BOOL. */
  public static final String SPACE_PREFIX = PREFIX + "add_space_prefix";

  /** The value of {@link #MODEL} for byte-level BPE. */
  public static final String BYTE_LEVEL_BPE = "gpt2";

  /** The begin-of-text token of a byte-level BPE vocabulary that names none (llama.cpp). */
  public static final int DEFAULT_BEGIN_OF_TEXT = 11;

  private TokenizerKeys() {}

  /** Returns the key of the id of a special token, such as {@code bos} or {@code padding}. */
  public static String id(String name) {
    return PREFIX + name + "_token_id";
  }

  /** Returns the key of the flag that adds a special token to every text. */
  public static String add(String name) {
    return PREFIX + "add_" + name + "_token";
  }
}
