package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks a byte-level BPE vocabulary as {@code llama_vocab::impl::load} needs it, and more strictly
 * where llama.cpp would go on with a tokenizer that is silently another one.
 */
public final class TokenizerCheck {
  private static final List<String> SPECIAL_ID_KEYS =
      List.of(
          """
          bos eos eot eom unknown seperator padding mask cls fim_pre fim_suf fim_mid fim_pad
          fim_rep fim_sep prefix suffix middle
          """
              .split("\\s+"));

  private static final List<String> BOOL_KEYS =
      List.of(
          """
          add_bos_token add_eos_token add_sep_token add_space_prefix remove_extra_whitespaces
          normalizer.lowercase normalizer.strip_accents
          """
              .split("\\s+"));

  private final GgufFile file;
  private final PackedStrings tokens;
  private final TokenTable table;

  private TokenizerCheck(GgufFile file) {
    this.file = file;
    this.tokens = file.packedStrings(TokenizerKeys.TOKENS);
    this.table = new TokenTable(tokens);
  }

  /**
   * Checks the vocabulary of a file and returns its size. A file must pass before llama.cpp may
   * read its vocabulary; {@link DecoderModel#check} includes this.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_UNSUPPORTED} if it is no
   *     byte-level BPE or has a pre-tokenizer that is not supported, {@link
   *     ModelFileException.Kind#MODEL_INVALID} if it is contradictory
   */
  public static int check(GgufFile file) {
    requireOneOf(
        file,
        TokenizerKeys.MODEL,
        List.of(TokenizerKeys.BYTE_LEVEL_BPE),
        "a byte-level BPE vocabulary");
    requireOneOf(
        file, TokenizerKeys.PRE, PreTokenizerName.all(), "a pre-tokenizer that is supported");
    TokenizerCheck check = new TokenizerCheck(file);
    check.checkTokens();
    check.checkBytes();
    check.checkTypes();
    check.checkScores();
    check.checkMerges();
    check.checkSpecialIds();
    return check.tokens.size();
  }

  private static void requireOneOf(GgufFile file, String key, List<String> values, String meaning) {
    String value = file.string(key);
    if (!values.contains(value)) {
      throw ModelFileException.unsupported(
          file.path(),
          "key \"" + key + '"',
          meaning + " (" + String.join(", ", values) + ")",
          GgufValue.quote(value));
    }
  }

  private void checkTokens() {
    if (tokens.isEmpty()) {
      throw file.corrupt(TokenizerKeys.TOKENS, "at least one token", "none");
    }
    for (int id = 0; id < tokens.size(); id++) {
      checkToken(id);
    }
    for (int id = 0; id < tokens.size(); id++) {
      if (isEmpty(id)) {
        // llama.cpp gives it this name.
        String name = "[EMPTY_" + id + "]";
        if (isToken(name)) {
          throw twice(name, id, tokens.indexOf(name));
        }
      }
    }
  }

  private void checkToken(int id) {
    if (hasZeroByte(id)) {
      // llama.cpp reads tokens as C strings, so that it becomes the double of another.
      throw file.corrupt(
          TokenizerKeys.TOKENS,
          "tokens without zero bytes",
          GgufValue.quote(tokens.get(id)) + " at " + id);
    }
    if (!isEmpty(id)) {
      int before = table.add(id);
      if (before != TokenTable.NONE) {
        throw twice(tokens.get(id), before, id);
      }
    }
  }

  private boolean hasZeroByte(int id) {
    byte[] bytes = tokens.bytes();
    for (int i = tokens.start(id); i < tokens.end(id); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isEmpty(int id) {
    return tokens.start(id) == tokens.end(id);
  }

  private boolean isToken(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return table.find(bytes, 0, bytes.length) != TokenTable.NONE;
  }

  private ModelFileException twice(String token, int id, int other) {
    return file.corrupt(
        TokenizerKeys.TOKENS,
        "every token once",
        GgufValue.quote(token) + " at " + Math.min(id, other) + " and at " + Math.max(id, other));
  }

  /** llama.cpp drops a byte that has no token; some vocabularies lack control bytes. */
  private void checkBytes() {
    for (int b = 0; b < 256; b++) {
      if (ByteAlphabet.occursInText(b) && !isToken(ByteAlphabet.symbol(b))) {
        throw file.corrupt(
            TokenizerKeys.TOKENS,
            "a token for every byte of a text",
            "none for byte " + b + " (" + GgufValue.quote(ByteAlphabet.symbol(b)) + ")");
      }
    }
  }

  private void checkTypes() {
    int[] types = file.int32s(TokenizerKeys.TYPES);
    requireLength(TokenizerKeys.TYPES, types.length);
    for (int id = 0; id < types.length; id++) {
      if (types[id] < 1 || types[id] > TokenType.UNUSED) {
        throw file.corrupt(
            TokenizerKeys.TYPES,
            "token types from 1 to " + TokenType.UNUSED,
            types[id] + " at " + id);
      }
    }
  }

  private void checkScores() {
    GgufValue scores = file.metadata().get(TokenizerKeys.SCORES);
    if (scores == null) {
      return;
    }
    if (!scores.isArrayOf(GgufType.FLOAT32) && !scores.isArrayOf(GgufType.INT32)) {
      throw file.corrupt(TokenizerKeys.SCORES, "FLOAT32[] or INT32[]", scores.typeName());
    }
    requireLength(TokenizerKeys.SCORES, scores.length());
  }

  private void requireLength(String key, int length) {
    if (length != tokens.size()) {
      throw file.corrupt(
          key, tokens.size() + " elements, one for each token", Integer.toString(length));
    }
  }

  private void checkMerges() {
    PackedStrings merges = file.packedStrings(TokenizerKeys.MERGES);
    int index = table.firstUnmade(merges);
    if (index != TokenTable.NONE) {
      throw unmade(merges.get(index), index);
    }
  }

  private ModelFileException unmade(String merge, int index) {
    String found = GgufValue.quote(merge) + " at " + index;
    int space = merge.indexOf(' ', 1);
    if (space < 1 || space == merge.length() - 1) {
      return file.corrupt(TokenizerKeys.MERGES, "two tokens with a space between them", found);
    }
    String left = merge.substring(0, space);
    String right = merge.substring(space + 1);
    String missing =
        Stream.of(left, right, left + right)
            .filter(part -> !isToken(part))
            .findFirst()
            .orElseThrow();
    return file.corrupt(
        TokenizerKeys.MERGES,
        "merges of tokens into tokens",
        found + ", but " + GgufValue.quote(missing) + " is no token");
  }

  private void checkSpecialIds() {
    for (String name : SPECIAL_ID_KEYS) {
      String key = TokenizerKeys.id(name);
      file.optionalUint32(key)
          .filter(id -> id >= tokens.size())
          .ifPresent(
              id -> {
                throw file.corrupt(key, "a token id below " + tokens.size(), id.toString());
              });
    }
    for (String name : BOOL_KEYS) {
      file.optionalBool(TokenizerKeys.PREFIX + name);
    }
    file.optionalUint32(TokenizerKeys.TYPES + "_count");
    requireId("bos");
    requireId("eos");
    GgufValue suppressed = file.metadata().get(TokenizerKeys.SUPPRESSED);
    if (suppressed != null && !suppressed.isArrayOf(GgufType.INT32)) {
      throw file.corrupt(TokenizerKeys.SUPPRESSED, "INT32[]", suppressed.typeName());
    }
  }

  /** llama.cpp asserts that a token that it adds exists. */
  private void requireId(String name) {
    Optional<Long> id = file.optionalUint32(TokenizerKeys.id(name));
    if (id.isEmpty() && tokens.size() <= TokenizerKeys.DEFAULT_BEGIN_OF_TEXT) {
      throw file.corrupt(TokenizerKeys.id(name), "a token id", "no such key");
    }
  }
}
