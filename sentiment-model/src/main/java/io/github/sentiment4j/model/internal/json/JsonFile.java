package io.github.sentiment4j.model.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JSON object in a file of at most 4 MiB, such as {@code config.json}. Immutable. Exceptions of
 * lookups name file and field; a field that is null counts as missing.
 */
public final class JsonFile {
  private static final int MAX_BYTES = 1 << 22;
  private static final int SHOWN_CHARS = 300;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final JsonNode root;

  private JsonFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is no such file, {@link
   *     Kind#MODEL_INVALID} if it is too large, cut off or holds anything but one JSON object
   */
  public static JsonFile read(Path file) {
    return parse(file, readBytes(file, MAX_BYTES));
  }

  /** Reads a file, if there is one; see {@link #read}. */
  public static Optional<JsonFile> readIfPresent(Path file) {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * The object in some bytes.
   *
   * @param file the source, for messages
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if they hold anything but one JSON object
   */
  public static JsonFile parse(Path file, byte[] bytes) {
    JsonNode root = tree(file, "", decode(file, bytes));
    if (!root.isObject()) {
      throw ModelFileException.invalid(file, "", "a JSON object", describe(root));
    }
    return new JsonFile(file, root);
  }

  /**
   * An object that was made here.
   *
   * @param file the future place, for messages
   */
  public static JsonFile of(Path file, ObjectNode object) {
    return new JsonFile(file, object.deepCopy());
  }

  /**
   * Writes the object, indented.
   *
   * @throws IOException if that fails
   */
  public void write(Path target) throws IOException {
    Files.writeString(
        target, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  /**
   * The JSON value in a text.
   *
   * @param file the source, for messages
   * @param place which part of the file it is, for messages; may be empty
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if it holds anything but one JSON value
   */
  public static JsonNode tree(Path file, String place, String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(file, place, e);
    }
  }

  /**
   * The text in some bytes.
   *
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if they are not UTF-8
   */
  public static String decode(Path file, byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ModelFileException.invalid(file, "", "UTF-8", "something else", e);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is no such file, {@link
   *     Kind#MODEL_INVALID} if it cannot be read or has more than {@code maxBytes}
   */
  public static byte[] readBytes(Path file, int maxBytes) {
    if (!Files.isRegularFile(file)) {
      String found = Files.exists(file) ? "a directory or special file" : "no such file";
      throw ModelFileException.notFound(file, "", "a JSON file", found);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw ModelFileException.invalid(
            file, "", "at most " + maxBytes + " bytes", Files.size(file) + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw ModelFileException.notFound(file, "", "a readable file", "an I/O error: " + e, e);
    }
  }

  /** A complaint about a text that is no JSON, with the place where it stops being JSON. */
  public static ModelFileException malformed(Path file, String place, IOException e) {
    if (e instanceof JsonProcessingException json) {
      String inside =
          Stream.of(place, JsonSyntax.place(json))
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(", "));
      return ModelFileException.invalid(file, inside, "JSON", JsonSyntax.found(json), e);
    }
    return ModelFileException.notFound(file, place, "a readable file", "an I/O error: " + e, e);
  }

  /** A value for messages, on one line and cut after some 300 characters. */
  public static String describe(JsonNode node) {
    return shorten(node.toString());
  }

  /** A text for messages, cut after some 300 characters. */
  public static String shorten(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Returns whether the object has no field. */
  public boolean isEmpty() {
    return root.isEmpty();
  }

  /** The names of all fields, in the order of the file. */
  public List<String> fields() {
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns whether the object has a field, null or not. */
  public boolean has(String field) {
    return root.has(field);
  }

  /** The names of all fields, in the order of the file. */
  public List<String> names() {
    return root.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The value of a field that is there, which may be null. */
  public JsonNode value(String field) {
    return Objects.requireNonNull(root.get(field), field);
  }

  /** The value of a field. */
  public Optional<JsonNode> node(String field) {
    return Optional.ofNullable(root.get(field)).filter(value -> !value.isNull());
  }

  /** The string in a field. */
  public Optional<String> string(String field) {
    return node(field, JsonNode::isTextual, "a string").map(JsonNode::textValue);
  }

  /** The truth value in a field. */
  public Optional<Boolean> bool(String field) {
    return node(field, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
  }

  /** The integer in a field, if it fits into 32 bits. */
  public Optional<Integer> integer(String field) {
    return node(field, n -> n.isIntegralNumber() && n.canConvertToInt(), "a 32-bit integer")
        .map(JsonNode::intValue);
  }

  /** The finite number in a field. */
  public Optional<Double> number(String field) {
    return node(field, n -> n.isNumber() && Double.isFinite(n.doubleValue()), "a finite number")
        .map(JsonNode::doubleValue);
  }

  /** Returns all fields, which must be 32-bit integers, in the order of the file. */
  public Map<String, Integer> integers() {
    Map<String, Integer> integers = new LinkedHashMap<>();
    root.fieldNames().forEachRemaining(name -> integers.put(name, required(name, integer(name))));
    return integers;
  }

  /**
   * The value of a field that must be there.
   *
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if it is not
   */
  public <T> T required(String field, Optional<T> value) {
    return value.orElseThrow(() -> corrupt(field, "a value", "nothing"));
  }

  /** A complaint about a field. */
  public ModelFileException corrupt(String field, String expected, String found) {
    return ModelFileException.invalid(file, "\"" + field + '"', expected, found);
  }

  /** A complaint about a field whose value is sound but not supported. */
  public ModelFileException unsupported(String field, String expected, String found) {
    return ModelFileException.unsupported(file, "\"" + field + '"', expected, found);
  }

  private Optional<JsonNode> node(String field, Predicate<JsonNode> fits, String expected) {
    Optional<JsonNode> value = node(field);
    if (value.isPresent() && !fits.test(value.get())) {
      throw corrupt(field, expected, describe(value.get()));
    }
    return value;
  }
}
