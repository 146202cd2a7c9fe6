package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.tokenizer.TokenizerJson.AddedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer in a Hugging Face folder: {@code tokenizer.json} together with {@code
 * tokenizer_config.json}, {@code config.json} and the other files about tokens.
 *
 * <p>{@link #open} gives what convert_hf_to_gguf.py of llama.cpp v0.5.0 writes for Qwen2, Qwen3 and
 * Llama. Like that program it knows a pre-tokenizer by the ids of a test text; and of vocabularies
 * that the program does not know, by the words that {@code tokenizer.json} cuts texts into.
 */
public final class TokenizerFolder {
  private static final String LLAMA = "LlamaForCausalLM";

  /** The vocabulary size by which convert_hf_to_gguf.py knows Granite, and SmolLM2 has it too. */
  private static final int GRANITE_TOKENS = 49_152;

  private final Path folder;
  private final TokenizerJson json;
  private final JsonFile config;
  private final Optional<JsonFile> tokenizerConfig;
  private final LoadedTokens loaded;
  private final int size;
  private final Vocabulary vocabulary;
  private final Optional<String> warning;

  private TokenizerFolder(Path folder, JsonFile config) {
    this.folder = folder;
    this.config = config;
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
    List<String> tokens = new ArrayList<>(size);
    int[] types = new int[size];
    for (int id = 0; id < size; id++) {
      @Nullable String token = id < loaded.tokens().size() ? loaded.tokens().get(id) : null;
      types[id] = token == null ? TokenType.UNUSED : type(token);
      tokens.add(token == null ? "[PAD" + id + "]" : ggufText(token, types[id]));
    }
    MergeTable merges = Vocabulary.mergeTable(tokens, types, json.merges(), this::complaint);
    PreTokenizerProbe probe = new PreTokenizerProbe(json, tokens, merges);
    PreTokenizer pre = probe.find();
    this.warning = probe.warning(pre).map(difference -> "the folder's " + difference);
    this.vocabulary = vocabulary(tokens, types, merges, pre);
  }

  /**
   * Reads the tokenizer of a folder.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if {@code tokenizer.json} or {@code
   *     config.json} is missing, {@link Kind#MODEL_INVALID} if a file is damaged or at odds with
   *     another one, {@link Kind#MODEL_UNSUPPORTED} if the tokenizer is no byte-level BPE, or
   *     splits a text as none does that llama.cpp knows and the engine supports
   */
  public static TokenizerFolder open(Path folder) {
    return open(folder, JsonFile.read(folder.resolve("config.json")));
  }

  private static TokenizerFolder open(Path folder, JsonFile config) {
    Path sentencePiece = folder.resolve("tokenizer.model");
    if (Files.exists(sentencePiece)) {
      throw ModelFileException.unsupported(
          sentencePiece, "", "tokenizer.json only", "a SentencePiece model");
    }
    Path json = folder.resolve("tokenizer.json");
    if (Files.notExists(json) && Files.exists(folder.resolve("vocab.json"))) {
      throw ModelFileException.notFound(
          json,
          "",
          "a JSON file",
          "only vocab.json of an older tokenizer; make one in Python with"
              + " AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)");
    }
    return new TokenizerFolder(folder, config);
  }

  /**
   * The vocabulary of a folder, as {@link #open} reads it.
   *
   * @throws ModelFileException as {@link #open}
   */
  public static Vocabulary read(Path folder) {
    return open(folder).vocabulary();
  }

  /**
   * Reads the tokenizer that a trainer saved beside an adapter.
   *
   * @param folder of the adapter, which has no {@code config.json}
   * @param base the tokens of the model that was trained, for the ids of special tokens
   * @param architecture its class in transformers, such as {@code Qwen2ForCausalLM}
   * @param size rows of the trained token embedding
   * @throws ModelFileException as {@link #open}
   */
  public static Vocabulary read(Path folder, Vocabulary base, String architecture, int size) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("architectures").add(architecture);
    config.put("vocab_size", size);
    for (SpecialToken token : SpecialToken.values()) {
      Integer id = base.specialIds().get(token.idKey());
      if (id != null && id < size) {
        config.put(token.idField(), id);
      }
    }
    return open(folder, JsonFile.of(folder.resolve("tokenizer.json"), config)).vocabulary();
  }

  /** The vocabulary. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Returns a warning if the folder's own tokenizer gives a text other tokens than {@link
   * #vocabulary}.
   */
  public Optional<String> warning() {
    return warning;
  }

  /**
   * Returns a warning if the {@code tokenizer.json} that was saved with an adapter gives a text
   * other tokens than its base, because the adapter learnt those. A file that cannot be read leads
   * to a warning too.
   *
   * @param adapter the adapter's folder, which need not have such a file
   */
  public static Optional<String> warning(Path adapter, Vocabulary base) {
    Path file = adapter.resolve("tokenizer.json");
    Optional<PreTokenizer> pre = PreTokenizer.of(base.pre());
    if (pre.isEmpty() || Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      TokenizerJson json = TokenizerJsonReader.read(file);
      return new PreTokenizerProbe(json, base.tokens(), base.mergeTable())
          .warning(pre.get())
          .map(warning -> "the adapter's " + warning);
    } catch (ModelFileException e) {
      return Optional.of(
          "the adapter's tokenizer cannot be compared with the base's: " + e.getMessage());
    }
  }

  private Vocabulary vocabulary(
      List<String> tokens, int[] types, MergeTable merges, PreTokenizer pre) {
    return new Vocabulary(
        pre.gguf(),
        tokens,
        types,
        json.merges(),
        merges,
        specialIds(),
        otherKeys(pre),
        this::complaint);
  }

  private ModelFileException complaint(String place, String expected, String found) {
    return ModelFileException.invalid(json.file(), place, expected, found);
  }

  private int type(String token) {
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

  private static String ggufText(String token, int type) {
    return type == TokenType.USER_DEFINED ? token.replace('\u2581', ' ') : token;
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
    json.beginOfText().ifPresent(first -> putBeginOfText(ids, first));
    for (SpecialToken token : SpecialToken.values()) {
      config
          .node(token.idField())
          .filter(JsonNode::isIntegralNumber)
          .ifPresent(id -> ids.putIfAbsent(token.idKey(), checkedId(token.idField())));
    }
    return ids;
  }

  /** A template puts a token before a text, whatever the other files name. */
  private void putBeginOfText(Map<String, Integer> ids, AddedToken first) {
    Integer named = ids.putIfAbsent(SpecialToken.BOS.idKey(), first.id());
    if (named != null && named != first.id()) {
      throw ModelFileException.unsupported(
          json.file(),
          "/post_processor",
          "bos_token, " + named + ", before a text",
          first.content() + ", which is " + first.id());
    }
  }

  private int checkedId(String field) {
    int id = config.integer(field).orElseThrow();
    if (id < 0 || id >= size) {
      throw config.corrupt(field, "a token id below " + size, Integer.toString(id));
    }
    return id;
  }

  private Map<String, GgufValue> otherKeys(PreTokenizer pre) {
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    boolean llama =
        config.node("architectures").map(a -> a.path(0).asText()).equals(Optional.of(LLAMA));
    if (llama) {
      tokenizerConfig
          .flatMap(file -> file.bool("add_prefix_space"))
          .ifPresent(add -> keys.put(TokenizerKeys.SPACE_PREFIX, GgufValue.bool(add)));
    }
    if (json.beginOfText().isPresent() || pre.name().addsBeginOfText()) {
      keys.put(SpecialToken.BOS.addKey(), GgufValue.bool(json.beginOfText().isPresent()));
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
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, with which transformers gives
   * the ids of this vocabulary. {@link #read} restores the vocabulary from them, except for the
   * text of unused tokens and for keys that these files cannot hold.
   *
   * @param folder an existing one; these files are replaced in it
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if the pre-tokenizer is one that the
   *     engine does not support, or something is added behind every text
   * @throws IOException if they cannot be written
   */
  public static void write(Vocabulary vocabulary, Path folder) throws IOException {
    new TokenizerJsonWriter(vocabulary, folder).write();
  }
}
