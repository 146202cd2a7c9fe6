package io.github.sentiment4j.model.tokenizer;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A byte-level BPE vocabulary with its merges and all other GGUF keys of a tokenizer. It is
 * consistent: no token occurs twice, all merges combine tokens into tokens, all ids are those of
 * tokens. Immutable and thread-safe; 151,936 tokens take some 25 MB.
 */
public final class Vocabulary {
  private static final String PREFIX = "tokenizer.";
  private static final String ID_SUFFIX = "_token_id";

  private final String pre;
  private final List<String> tokens;
  private final int[] types;
  private final List<String> merges;
  private final MergeTable mergeTable;
  private final Map<String, Integer> specialIds;
  private final Map<String, GgufValue> otherKeys;

  /** Makes the exception for a vocabulary that contradicts itself. */
  @FunctionalInterface
  interface Complaint {
    RuntimeException of(String place, String expected, String found);
  }

  /**
   * A vocabulary of V tokens.
   *
   * @param pre the pre-tokenizer by its name in GGUF, such as {@code qwen2} or {@code smollm}
   * @param tokens (V) in byte-level characters, control tokens as they are
   * @param types (V) token types of GGUF, see {@link TokenType}
   * @param merges {@code left right}, in order of rank
   * @param specialIds ids under their GGUF keys, such as {@code tokenizer.ggml.eos_token_id}
   * @param otherKeys all other {@code tokenizer.*} keys, such as {@code tokenizer.chat_template}
   * @throws IllegalArgumentException if it is contradictory
   */
  public Vocabulary(
      String pre,
      List<String> tokens,
      int[] types,
      List<String> merges,
      Map<String, Integer> specialIds,
      Map<String, GgufValue> otherKeys) {
    this(
        pre,
        tokens,
        types,
        merges,
        specialIds,
        otherKeys,
        (place, expected, found) ->
            new IllegalArgumentException(place + ": expected " + expected + ", found " + found));
  }

  /** A vocabulary that complains in its reader's words. */
  private Vocabulary(
      String pre,
      List<String> tokens,
      int[] types,
      List<String> merges,
      Map<String, Integer> specialIds,
      Map<String, GgufValue> otherKeys,
      Complaint complaint) {
    this(
        pre,
        tokens,
        types,
        merges,
        mergeTable(tokens, types, merges, complaint),
        specialIds,
        otherKeys,
        complaint);
  }

  /** A vocabulary whose merges are in a table already. */
  Vocabulary(
      String pre,
      List<String> tokens,
      int[] types,
      List<String> merges,
      MergeTable mergeTable,
      Map<String, Integer> specialIds,
      Map<String, GgufValue> otherKeys,
      Complaint complaint) {
    this.pre = pre;
    this.tokens = List.copyOf(tokens);
    this.types = types.clone();
    this.merges = List.copyOf(merges);
    this.mergeTable = mergeTable;
    this.specialIds = Collections.unmodifiableMap(new LinkedHashMap<>(specialIds));
    this.otherKeys = Collections.unmodifiableMap(new LinkedHashMap<>(otherKeys));
    checkSpecialIds(complaint);
  }

  /** Returns the table of merges; throws if tokens, types and merges do not fit. */
  static MergeTable mergeTable(
      List<String> tokens, int[] types, List<String> merges, Complaint complaint) {
    if (types.length != tokens.size()) {
      throw complaint.of(
          "token types", tokens.size() + ", one for each token", Integer.toString(types.length));
    }
    for (int id = 0; id < types.length; id++) {
      if (types[id] < TokenType.NORMAL || types[id] > TokenType.UNUSED) {
        throw complaint.of("type of token " + id, "1 to 5", Integer.toString(types[id]));
      }
    }
    return MergeTable.of(List.copyOf(tokens), types.clone(), merges, complaint);
  }

  private void checkSpecialIds(Complaint complaint) {
    specialIds.forEach(
        (key, id) -> {
          if (id < 0 || id >= tokens.size()) {
            throw complaint.of(key, "a token id below " + tokens.size(), id.toString());
          }
        });
  }

  /**
   * The vocabulary of a GGUF file.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if it is no byte-level BPE
   *     vocabulary, {@link Kind#MODEL_INVALID} if a key is missing, of another type, or at odds
   *     with the others
   */
  public static Vocabulary of(GgufFile file) {
    String model = file.string(TokenizerKeys.MODEL);
    if (!model.equals(TokenizerKeys.BYTE_LEVEL_BPE)) {
      throw ModelFileException.unsupported(
          file.path(),
          "key \"" + TokenizerKeys.MODEL + '"',
          "a byte-level BPE vocabulary (" + TokenizerKeys.BYTE_LEVEL_BPE + ")",
          '"' + model + '"');
    }
    Map<String, Integer> specialIds = new LinkedHashMap<>();
    Map<String, GgufValue> otherKeys = new LinkedHashMap<>();
    file.metadata()
        .forEach(
            (key, value) -> {
              if (key.endsWith(ID_SUFFIX) && value.type() == GgufType.UINT32) {
                specialIds.put(key, (int) value.asInteger());
              } else if (key.startsWith(PREFIX)) {
                otherKeys.put(key, value);
              }
            });
    otherKeys
        .keySet()
        .removeAll(
            List.of(
                TokenizerKeys.MODEL,
                TokenizerKeys.PRE,
                TokenizerKeys.TOKENS,
                TokenizerKeys.TYPES,
                TokenizerKeys.MERGES));
    return new Vocabulary(
        file.string(TokenizerKeys.PRE),
        file.strings(TokenizerKeys.TOKENS),
        file.int32s(TokenizerKeys.TYPES),
        file.strings(TokenizerKeys.MERGES),
        specialIds,
        otherKeys,
        (place, expected, found) ->
            ModelFileException.invalid(file.path(), place, expected, found));
  }

  /** Adds all keys to a file, in the order in which convert_hf_to_gguf.py writes them. */
  public void writeTo(GgufWriter writer) {
    Map<String, GgufValue> others = new LinkedHashMap<>(otherKeys);
    GgufValue spacePrefix = others.remove(TokenizerKeys.SPACE_PREFIX);
    if (spacePrefix != null) {
      writer.put(TokenizerKeys.SPACE_PREFIX, spacePrefix);
    }
    writer
        .putString(TokenizerKeys.MODEL, TokenizerKeys.BYTE_LEVEL_BPE)
        .putString(TokenizerKeys.PRE, pre)
        .putStrings(TokenizerKeys.TOKENS, tokens)
        .put(TokenizerKeys.TYPES, GgufValue.int32s(types))
        .putStrings(TokenizerKeys.MERGES, merges);
    specialIds.forEach(writer::putUint32);
    others.forEach(writer::put);
  }

  /**
   * Returns the vocabulary of some of these tokens, in the same order, with the merges whose parts
   * and result are all among them and with all other keys. A text whose tokens are all among them
   * keeps its tokens if the set was closed with {@link #closure}.
   *
   * @throws IllegalArgumentException if a special token is not among them, or there is no such id
   */
  public Kept keep(BitSet ids) {
    if (ids.length() > size()) {
      throw new IllegalArgumentException(
          "expected ids below " + size() + ", found " + (ids.length() - 1));
    }
    int[] oldIds = ids.stream().toArray();
    int[] newIds = new int[size()];
    Arrays.fill(newIds, -1);
    for (int id = 0; id < oldIds.length; id++) {
      newIds[oldIds[id]] = id;
    }
    Map<String, Integer> keptSpecialIds = new LinkedHashMap<>();
    specialIds.forEach(
        (key, id) -> {
          if (newIds[id] < 0) {
            throw new IllegalArgumentException(
                key + ": expected its token to be kept, found \"" + tokens.get(id) + "\" left out");
          }
          keptSpecialIds.put(key, newIds[id]);
        });
    Vocabulary kept =
        new Vocabulary(
            pre,
            Arrays.stream(oldIds).mapToObj(tokens::get).toList(),
            Arrays.stream(oldIds).map(id -> types[id]).toArray(),
            IntStream.range(0, merges.size())
                .filter(rank -> mergeTable.isWithin(rank, ids))
                .mapToObj(merges::get)
                .toList(),
            keptSpecialIds,
            keptKeys(newIds));
    return new Kept(kept, oldIds);
  }

  /** The other keys without scores, which mean nothing in BPE, and with new ids. */
  private Map<String, GgufValue> keptKeys(int[] newIds) {
    Map<String, GgufValue> kept = new LinkedHashMap<>(otherKeys);
    kept.remove(TokenizerKeys.SCORES);
    kept.computeIfPresent(
        TokenizerKeys.SUPPRESSED,
        (key, ids) ->
            GgufValue.int32s(
                Arrays.stream(ids.asInt32s())
                    .map(id -> newIds[id])
                    .filter(id -> id >= 0)
                    .toArray()));
    return kept;
  }

  /**
   * A vocabulary of some tokens of another one.
   *
   * @param vocabulary the new one, of V tokens
   * @param oldIds (V) ascending, the id that each token had
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Kept(Vocabulary vocabulary, int[] oldIds) {}

  /**
   * Returns some tokens and all tokens that lead to them: those that occur when BPE merges a token
   * from its bytes.
   */
  public BitSet closure(BitSet ids) {
    return mergeTable.closure(ids);
  }

  /** The tokens of single bytes; every text can be written with them. */
  public BitSet byteTokens() {
    BitSet ids = new BitSet();
    for (int id = 0; id < types.length; id++) {
      ids.set(id, types[id] == TokenType.NORMAL && tokens.get(id).length() == 1);
    }
    return ids;
  }

  /**
   * Returns the token in front of every prompt; empty if the vocabulary has none. As in llama.cpp,
   * {@code tokenizer.ggml.add_bos_token} decides, or else the pre-tokenizer.
   */
  public OptionalInt beginOfText() {
    GgufValue flag = otherKeys.get(SpecialToken.BOS.addKey());
    boolean wanted =
        flag == null
            ? PreTokenizerName.of(pre).filter(PreTokenizerName::addsBeginOfText).isPresent()
            : flag.asBool();
    return wanted
        ? OptionalInt.of(
            specialIds.getOrDefault(SpecialToken.BOS.idKey(), TokenizerKeys.DEFAULT_BEGIN_OF_TEXT))
        : OptionalInt.empty();
  }

  MergeTable mergeTable() {
    return mergeTable;
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

  /** The type of a token, see {@link TokenType}. */
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
