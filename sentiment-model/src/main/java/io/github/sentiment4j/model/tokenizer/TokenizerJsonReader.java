package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.tokenizer.TokenizerJson.AddedToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code tokenizer.json} of byte-level BPE, as Hugging Face's tokenizers library writes it:
 *
 * <pre>{@code
 * {"added_tokens": [{"id": 151645, "content": "<|im_end|>", "special": true, …}, …],
 *  "normalizer": …, "pre_tokenizer": …, "post_processor": …,
 *  "model": {"type": "BPE", "vocab": {"!": 0, …}, "merges": [["Ġ", "Ġ"] or "Ġ Ġ", …], …}, …}
 * }</pre>
 *
 * <p>The file is read in one pass; large sections are never held as trees. Bounds: 32 MiB for the
 * file, 1,048,576 for ids and merges, 65,536 characters for each of the small sections. Exceptions
 * name the place with a JSON pointer, such as {@code /model/merges/17}.
 */
final class TokenizerJsonReader {
  /** More than any vocabulary has. */
  static final int MAX_TOKENS = 1 << 20;

  private static final int MAX_BYTES = 1 << 25;
  private static final int MAX_SECTION_CHARS = 1 << 16;

  /** Stands for a blank in byte-level BPE. */
  private static final char BLANK = '\u0120';

  /** Does not intern field names, because they are tokens that occur once. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private final Path file;
  private final String json;
  private final JsonParser parser;
  private final List<String> tokens = new ArrayList<>(); // by id, with null in gaps
  private final List<String> merges = new ArrayList<>();
  private final List<AddedToken> addedTokens = new ArrayList<>();
  private JsonNode normalizer = NullNode.getInstance();
  private JsonNode splitter = NullNode.getInstance();
  private JsonNode postProcessor = NullNode.getInstance();
  private boolean ignoreMerges;

  private TokenizerJsonReader(Path file, String json, JsonParser parser) {
    this.file = file;
    this.json = json;
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is none, and as {@link #parse}
   */
  static TokenizerJson read(Path file) {
    return parse(file, JsonFile.readBytes(file, MAX_BYTES));
  }

  /**
   * Reads the bytes of a file.
   *
   * @param file the source, for messages
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if they are no tokenizer.json or at odds
   *     with themselves, {@link Kind#MODEL_UNSUPPORTED} if the tokenizer is of another kind
   */
  static TokenizerJson parse(Path file, byte[] bytes) {
    String json = JsonFile.decode(file, bytes);
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new TokenizerJsonReader(file, json, parser).readAll();
    } catch (IOException e) {
      throw JsonFile.malformed(file, "", e);
    }
  }

  private TokenizerJson readAll() throws IOException {
    parser.nextToken();
    readObject(this::readSection);
    if (parser.nextToken() != null) {
      throw corrupt("the end of the file", found());
    }
    if (tokens.isEmpty() || merges.isEmpty()) {
      throw corrupt(
          "a BPE model with vocab and merges",
          tokens.size() + " tokens, " + merges.size() + " merges");
    }
    return new TokenizerJson(
        file, normalizer, splitter, ignoreMerges, beginOfText(), tokens, addedTokens, merges);
  }

  private void readSection(String section) throws IOException {
    switch (section) {
      case "added_tokens" -> readArray(this::readAddedToken);
      case "normalizer" -> normalizer = tree();
      case "pre_tokenizer" -> splitter = tree();
      case "post_processor" -> postProcessor = tree();
      case "model" -> readObject(this::readModel);
      default -> parser.skipChildren();
    }
  }

  private void readModel(String field) throws IOException {
    switch (field) {
      case "type" -> require("\"BPE\"", text().equals("BPE"));
      case "vocab" -> readObject(this::readToken);
      case "merges" -> readArray(this::readMerge);
      case "byte_fallback" -> require("false", parser.currentToken() == JsonToken.VALUE_FALSE);
      case "ignore_merges" -> {
        ignoreMerges = parser.currentToken() == JsonToken.VALUE_TRUE;
        require("true or false", ignoreMerges || parser.currentToken() == JsonToken.VALUE_FALSE);
      }
      case "continuing_subword_prefix", "end_of_word_suffix" ->
          require("none", isNull() || text().isEmpty());
      case "dropout" -> require("none", isNull());
      default -> parser.skipChildren();
    }
  }

  private void readToken(String token) throws IOException {
    int id = id();
    while (id >= tokens.size()) {
      tokens.add(null);
    }
    String before = tokens.set(id, token);
    if (before != null) {
      throw corrupt("every id once", id + ", which is that of " + '"' + before + '"' + " too");
    }
  }

  private void readMerge() throws IOException {
    String merge;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      String left = text();
      parser.nextToken();
      String right = text();
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        throw corrupt("two tokens", "more");
      }
      // A part may hold blanks here, but not where a blank stands between the parts.
      merge = left.replace(' ', BLANK) + ' ' + right.replace(' ', BLANK);
    } else {
      merge = text();
    }
    merges.add(merge);
  }

  private void readAddedToken() throws IOException {
    JsonNode token = tree();
    JsonNode id = token.path("id");
    JsonNode content = token.path("content");
    if (!id.isInt() || !isTokenId(id.intValue()) || !content.isTextual()) {
      throw corrupt("a token with id and content", JsonFile.describe(token));
    }
    addedTokens.add(
        new AddedToken(id.intValue(), content.textValue(), token.path("special").asBoolean()));
  }

  /** Reads the token in front of a text: at most one, and none behind it. */
  private Optional<AddedToken> beginOfText() {
    Optional<AddedToken> before = Optional.empty();
    for (JsonNode step : PreTokenizer.steps(postProcessor, "processors")) {
      String type = step.path("type").asText();
      JsonNode single = step.path("single");
      Optional<AddedToken> first = added(single.path(0).path("SpecialToken").path("id").asText());
      boolean addsNothing =
          type.equals("ByteLevel")
              || (type.equals("TemplateProcessing") && single.findValue("SpecialToken") == null);
      boolean addsFirst =
          type.equals("TemplateProcessing")
              && single.size() == 2
              && single.get(1).has("Sequence")
              && first.isPresent()
              && before.isEmpty();
      if (!addsNothing && !addsFirst) {
        throw ModelFileException.unsupported(
            file,
            "/post_processor",
            "none that adds tokens to a text, but one before it",
            JsonFile.describe(postProcessor));
      }
      before = addsFirst ? first : before;
    }
    return before;
  }

  private Optional<AddedToken> added(String content) {
    return addedTokens.stream().filter(token -> token.content().equals(content)).findFirst();
  }

  private interface FieldReader {
    /** Reads the value of a field, at which the parser stands, up to its last token. */
    void read(String field) throws IOException;
  }

  private void readObject(FieldReader reader) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw corrupt("an object", found());
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      reader.read(field);
    }
  }

  private interface ElementReader {
    /** Reads the element at which the parser stands, up to its last token. */
    void read() throws IOException;
  }

  private void readArray(ElementReader reader) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw corrupt("an array", found());
    }
    for (int count = 0; parser.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count == MAX_TOKENS) {
        throw corrupt("at most " + MAX_TOKENS + " elements", "more");
      }
      reader.read();
    }
  }

  /** The whole value at which the parser stands. */
  private JsonNode tree() throws IOException {
    String place = place();
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    if (end - start > MAX_SECTION_CHARS) {
      throw corrupt("at most " + MAX_SECTION_CHARS + " characters", end - start + " characters");
    }
    return JsonFile.tree(file, place, json.substring(start, end));
  }

  private String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw corrupt("a string", found());
    }
    return parser.getText();
  }

  private int id() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != NumberType.INT
        || !isTokenId(parser.getIntValue())) {
      throw corrupt("a token id below " + MAX_TOKENS, found());
    }
    return parser.getIntValue();
  }

  private static boolean isTokenId(int id) {
    return id >= 0 && id < MAX_TOKENS;
  }

  private boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private void require(String expected, boolean holds) throws IOException {
    if (!holds) {
      throw unsupported(expected, found());
    }
  }

  private String found() throws IOException {
    JsonToken token = parser.currentToken();
    return token == null
        ? "the end of the file"
        : token.isStructStart() ? "an object or array" : JsonFile.shorten(parser.getText());
  }

  /** Returns the position of the parser, such as {@code /model/merges/17}. */
  private String place() {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  private ModelFileException corrupt(String expected, String found) {
    return ModelFileException.invalid(file, place(), expected, found);
  }

  private ModelFileException unsupported(String expected, String found) {
    return ModelFileException.unsupported(file, place(), expected, found);
  }
}
