package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.tokenizer.TokenizerJson.AddedToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tokens of a folder as transformers' {@code AutoTokenizer} loads them from every file that may
 * add or change one: {@code tokenizer.json}, {@code tokenizer_config.json}, {@code
 * special_tokens_map.json} and {@code added_tokens.json}.
 */
final class LoadedTokens {
  /** The special tokens that have a name. */
  private static final List<String> NAMES =
      List.of("bos", "eos", "unk", "sep", "pad", "cls", "mask");

  private static final String DECODER = "added_tokens_decoder";

  private final List<String> tokens; // by id, with null in gaps
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, AddedToken> added = new LinkedHashMap<>();
  private int nextId;

  private LoadedTokens(TokenizerJson json) {
    this.tokens = new ArrayList<>(json.tokens());
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id) != null) {
        ids.put(tokens.get(id), id);
      }
    }
    this.nextId = ids.size();
    for (AddedToken token : json.addedTokens()) {
      add(token.content(), token.special(), json.file());
      requireId(json.file(), token.content(), token.id());
    }
  }

  /**
   * Loads the tokens.
   *
   * @param config {@code tokenizer_config.json}, if there is one
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if the files are contradictory
   */
  static LoadedTokens of(TokenizerJson json, Optional<JsonFile> config) {
    LoadedTokens loaded = new LoadedTokens(json);
    Set<String> special = new LinkedHashSet<>();
    config.ifPresent(c -> special.addAll(specialTokens(c)));
    if (config.isPresent() && config.get().has(DECODER)) {
      loaded.addDecoder(config.get(), special);
    } else {
      JsonFile.readIfPresent(json.file().resolveSibling("special_tokens_map.json"))
          .ifPresent(map -> special.addAll(specialTokens(map)));
      JsonFile.readIfPresent(json.file().resolveSibling("added_tokens.json"))
          .ifPresent(map -> loaded.addMissing(map, special));
    }
    special.stream()
        .filter(token -> !loaded.added.containsKey(token))
        .forEach(token -> loaded.add(token, true, json.file()));
    return loaded;
  }

  /** The content of a token that is given as a string or as an object. */
  static Optional<String> content(JsonNode token) {
    JsonNode content = token.isObject() ? token.path("content") : token;
    return Optional.ofNullable(content.textValue());
  }

  private static List<String> specialTokens(JsonFile file) {
    List<String> special = new ArrayList<>();
    for (String name : NAMES) {
      file.node(name + "_token").flatMap(LoadedTokens::content).ifPresent(special::add);
    }
    for (String field : List.of("additional_special_tokens", "extra_special_tokens")) {
      file.node(field)
          .filter(JsonNode::isArray)
          .ifPresent(list -> list.forEach(t -> content(t).ifPresent(special::add)));
    }
    return special;
  }

  /** Adds the tokens of {@code tokenizer_config.json}, which override tokenizer.json. */
  private void addDecoder(JsonFile config, Set<String> special) {
    Map<Integer, JsonNode> byId = new TreeMap<>();
    config
        .node(DECODER)
        .ifPresent(
            entries ->
                entries.properties().forEach(e -> byId.put(id(config, e.getKey()), e.getValue())));
    byId.forEach(
        (id, token) -> {
          String content =
              content(token)
                  .orElseThrow(() -> config.corrupt(DECODER, "tokens", JsonFile.describe(token)));
          boolean isSpecial = token.path("special").asBoolean() || special.contains(content);
          add(content, isSpecial, config.file());
          requireId(config.file(), content, id);
        });
  }

  private static int id(JsonFile config, String key) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException e) {
      throw config.corrupt(DECODER, "token ids as keys", key);
    }
  }

  /** Adds the tokens of {@code added_tokens.json} (text to id) that tokenizer.json lacks. */
  private void addMissing(JsonFile map, Set<String> special) {
    map.integers()
        .forEach(
            (content, id) -> {
              if (!added.containsKey(content)) {
                add(content, special.contains(content), map.file());
              }
              requireId(map.file(), content, id);
            });
  }

  /** Adds a token as the tokenizers library does: known text keeps its id. */
  private void add(String content, boolean special, Path from) {
    Integer id = ids.get(content);
    if (id == null) {
      id = nextId;
      while (tokens.size() <= id) {
        tokens.add(null);
      }
      String before = tokens.set(id, content);
      if (before != null) {
        throw ModelFileException.invalid(
            from,
            "token \"" + content + '"',
            "id " + id + " to be free, as the number of tokens",
            "that of \"" + before + '"');
      }
      ids.put(content, id);
    }
    nextId = Math.max(nextId, id + 1);
    added.put(content, new AddedToken(id, content, special));
  }

  /** The library takes no notice of an id that it would not give itself. */
  private void requireId(Path from, String content, int id) {
    int actual = added(content).orElseThrow().id();
    if (actual != id) {
      throw ModelFileException.invalid(
          from,
          "token \"" + content + '"',
          "id " + actual + ", the next that is free",
          Integer.toString(id));
    }
  }

  /** The tokens by id, with null in gaps. */
  List<String> tokens() {
    return tokens;
  }

  /** The added token with some text. */
  Optional<AddedToken> added(String content) {
    return Optional.ofNullable(added.get(content));
  }
}
