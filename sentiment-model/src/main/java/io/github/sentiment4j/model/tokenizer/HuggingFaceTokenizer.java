package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer in a Hugging Face folder: {@code tokenizer.json} with what {@code
 * tokenizer_config.json}, {@code config.json} and their companions say about it.
 *
 * <p>{@link #read} gives what convert_hf_to_gguf.py of llama.cpp v0.5.0 writes for Qwen2, Qwen3 and
 * Llama. That program knows a pre-tokenizer by the ids of a test text; here it is known by its
 * description in {@code tokenizer.json}.
 */
public final class HuggingFaceTokenizer {
  private static final String LLAMA = "LlamaForCausalLM";

  /** The vocabulary size by which convert_hf_to_gguf.py knows Granite, and SmolLM2 has it too. */
  private static final int GRANITE_TOKENS = 49_152;

  private final Path folder;
  private final TokenizerJson json;
  private final JsonFile config;
  private final Optional<JsonFile> tokenizerConfig;
  private final LoadedTokens loaded;
  private final int size;

  private HuggingFaceTokenizer(Path folder) {
    this.folder = folder;
    this.config = JsonFile.read(folder.resolve("config.json"));
    this.json = TokenizerJsonReader.read(folder.resolve("tokenizer.json"));
    this.tokenizerConfig =
        JsonFile.readIfPresent(folder.resolve("tokenizer_config.json"))
            .filter(file -> !file.isEmpty());
    this.loaded = LoadedTokens.of(json, tokenizerConfig);
    this.size = config.integer("vocab_size").orElse(loaded.tokens().size());
    if (size < loaded.tokens().size() || size > TokenizerJsonReader.MAX_TOKENS) {
      throw config.corrupt(
          "vocab_size",
          "at least the "
              + loaded.tokens().size()
              + " tokens of tokenizer.json and at most "
              + TokenizerJsonReader.MAX_TOKENS,
          Integer.toString(size));
    }
  }

  /**
   * Reads the tokenizer of a folder.
   *
   * @throws ModelFileException {@link Kind#NOT_FOUND} if {@code tokenizer.json} or {@code
   *     config.json} is missing, {@link Kind#CORRUPT} if a file is damaged or at odds with another
   *     one, {@link Kind#UNSUPPORTED} if the tokenizer is no byte-level BPE with the pre-tokenizer
   *     of Qwen2 or SmolLM
   */
  public static Vocabulary read(Path folder) {
    Path sentencePiece = folder.resolve("tokenizer.model");
    if (Files.exists(sentencePiece)) {
      throw ModelFileException.of(
          Kind.UNSUPPORTED, sentencePiece, "", "tokenizer.json only", "a SentencePiece model");
    }
    return new HuggingFaceTokenizer(folder).vocabulary();
  }

  private Vocabulary vocabulary() {
    List<String> tokens = new ArrayList<>(size);
    int[] types = new int[size];
    for (int id = 0; id < size; id++) {
      String token = id < loaded.tokens().size() ? loaded.tokens().get(id) : null;
      types[id] = type(token);
      tokens.add(ggufText(token, id, types[id]));
    }
    return new Vocabulary(
        json.preTokenizer().gguf(),
        tokens,
        types,
        json.merges(),
        specialIds(),
        otherKeys(),
        (place, expected, found) ->
            ModelFileException.of(Kind.CORRUPT, json.file(), place, expected, found));
  }

  private int type(String token) {
    if (token == null) {
      return TokenType.UNUSED;
    }
    return loaded
        .added(token)
        .map(
            added ->
                added.special() || looksSpecial(token) ? TokenType.CONTROL : TokenType.USER_DEFINED)
        .orElse(TokenType.NORMAL);
  }

  /** {@code does_token_look_special} of convert_hf_to_gguf.py. */
  private static boolean looksSpecial(String token) {
    return List.of("<pad>", "<mask>", "<2mass>", "[@BOS@]").contains(token)
        || (token.startsWith("<|") && token.endsWith("|>"))
        || (token.startsWith("<｜") && token.endsWith("｜>"))
        || (token.startsWith("<unused") && token.endsWith(">"));
  }

  private static String ggufText(String token, int id, int type) {
    return switch (type) {
      case TokenType.UNUSED -> "[PAD" + id + "]";
      case TokenType.USER_DEFINED -> token.replace('\u2581', ' ');
      default -> token;
    };
  }

  private Map<String, Integer> specialIds() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (SpecialToken token : SpecialToken.values()) {
      tokenizerConfig
          .flatMap(file -> file.node(token.field()))
          .flatMap(LoadedTokens::content)
          .flatMap(json::addedToken)
          .ifPresent(added -> ids.put(token.idKey(), added.id()));
    }
    for (SpecialToken token : SpecialToken.values()) {
      config
          .node(token.idField())
          .filter(JsonNode::isIntegralNumber)
          .ifPresent(id -> ids.putIfAbsent(token.idKey(), checkedId(token.idField())));
    }
    return ids;
  }

  private int checkedId(String field) {
    int id = config.integer(field).orElseThrow();
    if (id < 0 || id >= size) {
      throw config.corrupt(field, "a token id below " + size, Integer.toString(id));
    }
    return id;
  }

  private Map<String, GgufValue> otherKeys() {
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    boolean llama =
        config.node("architectures").map(a -> a.path(0).asText()).equals(Optional.of(LLAMA));
    if (llama) {
      tokenizerConfig
          .flatMap(file -> file.bool("add_prefix_space"))
          .ifPresent(add -> keys.put(Vocabulary.SPACE_PREFIX_KEY, GgufValue.bool(add)));
    }
    tokenizerConfig.ifPresent(
        file -> {
          for (SpecialToken token : SpecialToken.ADDABLE) {
            file.node(token.addField())
                .filter(JsonNode::isBoolean)
                .ifPresent(add -> keys.put(token.addKey(), GgufValue.bool(add.booleanValue())));
          }
          keys.putAll(ChatTemplates.read(folder, file));
        });
    if (llama && size == GRANITE_TOKENS) {
      keys.put(SpecialToken.BOS.addKey(), GgufValue.bool(false));
    }
    return keys;
  }

  /**
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, from which transformers makes
   * the ids of this vocabulary. They say what {@link #read} needs to make it again, but for the
   * text of unused tokens, and for keys that these files have no place for.
   *
   * @param folder an existing one; these files are replaced in it
   * @throws ModelFileException {@link Kind#UNSUPPORTED} if the pre-tokenizer is another than those
   *     of Qwen2 and SmolLM, or something is added to every text
   * @throws IOException if they cannot be written
   */
  public static void write(Vocabulary vocabulary, Path folder) throws IOException {
    new HuggingFaceTokenizerWriter(vocabulary, folder).write();
  }
}
