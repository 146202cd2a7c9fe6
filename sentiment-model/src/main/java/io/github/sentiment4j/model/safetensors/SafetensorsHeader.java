package io.github.sentiment4j.model.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.internal.json.JsonSyntax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and checks a header; the grammar is in {@link SafetensorsFile}. */
final class SafetensorsHeader {
  /** The most bytes that the format allows for a header. */
  static final int MAX_BYTES = 100_000_000;

  private static final int MAX_ENTRIES = 65_536;
  private static final int MAX_DIMENSIONS = 64;

  /** The key that names no tensor. */
  static final String METADATA = "__metadata__";

  /** Does not intern field names, because each occurs once. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Path path;
  private final long dataOffset;
  private final long size;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, SafetensorsTensor> tensors = new TreeMap<>();

  /**
   * Reads a header.
   *
   * @param header its bytes
   * @param size of the whole file, at least that of the header
   */
  SafetensorsHeader(Path path, byte[] header, long size) throws IOException {
    this.path = path;
    this.dataOffset = (long) Long.BYTES + header.length;
    this.size = size;
    if (header.length == 0 || header[0] != '{') {
      throw corrupt(
          "offset 8",
          "a JSON object that begins with \"{\"",
          header.length == 0
              ? "an empty header"
              : String.format("the byte %02x; this is no safetensors file", header[0]));
    }
    try (JsonParser parser = JSON.createParser(reader(header))) {
      parser.nextToken();
      readEntries(parser);
      if (parser.nextToken() != null) {
        throw corrupt("header", "one JSON object", "something behind it" + at(parser));
      }
    } catch (CharacterCodingException e) {
      throw corrupt("header", "UTF-8", "malformed bytes", e);
    } catch (JsonProcessingException e) {
      String found =
          JsonSyntax.found(e)
              + (e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset());
      throw corrupt("header", "a JSON object", found, e);
    }
    checkLayout();
  }

  private static Reader reader(byte[] header) {
    return new InputStreamReader(
        new ByteArrayInputStream(header),
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors by name. */
  Map<String, SafetensorsTensor> tensors() {
    return tensors;
  }

  private void readEntries(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(METADATA)) {
        readMetadata(parser);
      } else {
        tensors.put(name, readTensor(name, parser));
        checkCount("tensors", tensors.size());
      }
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    require(parser, JsonToken.START_OBJECT, METADATA, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      require(parser, JsonToken.VALUE_STRING, METADATA, "a string for " + GgufValue.quote(key));
      metadata.put(key, parser.getText());
      checkCount("keys in " + METADATA, metadata.size());
    }
  }

  private void checkCount(String what, int count) {
    if (count > MAX_ENTRIES) {
      throw corrupt("header", "at most " + MAX_ENTRIES + " " + what, "more");
    }
  }

  private SafetensorsTensor readTensor(String name, JsonParser parser) throws IOException {
    String place = place(name);
    require(parser, JsonToken.START_OBJECT, place, "an object with dtype, shape and data_offsets");
    SafetensorsType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> type = readType(place, parser);
        case "shape" -> shape = readLongs(place, "shape", MAX_DIMENSIONS, parser);
        case "data_offsets" -> offsets = readLongs(place, "data_offsets", 2, parser);
        default -> parser.skipChildren();
      }
    }
    if (type == null || shape == null || offsets == null) {
      String missing = type == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw corrupt(place, "dtype, shape and data_offsets", "no " + missing);
    }
    return tensor(name, type, shape, offsets);
  }

  private SafetensorsType readType(String place, JsonParser parser) throws IOException {
    require(parser, JsonToken.VALUE_STRING, place, "the name of a type for dtype");
    String name = parser.getText();
    return SafetensorsType.named(name)
        .orElseThrow(
            () ->
                ModelFileException.unsupported(
                    path,
                    place,
                    "a dtype of the safetensors format, such as BF16",
                    GgufValue.quote(name)));
  }

  /** Integers from 0 on. */
  private List<Long> readLongs(String place, String field, int max, JsonParser parser)
      throws IOException {
    require(parser, JsonToken.START_ARRAY, place, "an array for " + field);
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String expected = "integers from 0 to 2^63 - 1 for " + field;
      require(parser, JsonToken.VALUE_NUMBER_INT, place, expected);
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw corrupt(place, expected, shown(parser));
      }
      values.add(parser.getLongValue());
      if (values.size() > max) {
        throw corrupt(place, "at most " + max + " integers for " + field, "more");
      }
    }
    return values;
  }

  private SafetensorsTensor tensor(
      String name, SafetensorsType type, List<Long> shape, List<Long> offsets) {
    String place = place(name);
    if (offsets.size() != 2
        || offsets.get(0) > offsets.get(1)
        || offsets.get(1) > size - dataOffset) {
      throw corrupt(
          place,
          "data_offsets [begin, end] within " + (size - dataOffset) + " bytes of data",
          offsets + "; the file is truncated or damaged");
    }
    long begin = offsets.get(0);
    long bytes = offsets.get(1) - begin;
    long bits;
    try {
      bits = type.bits();
      for (long length : shape) {
        bits = Math.multiplyExact(bits, length);
      }
    } catch (ArithmeticException e) {
      throw corrupt(place, "fewer than 2^63 bits", "the shape " + shape, e);
    }
    if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != bytes) {
      throw corrupt(
          place,
          (bits + Byte.SIZE - 1) / Byte.SIZE + " bytes for " + type + " " + shape,
          bytes + " between the data_offsets " + offsets);
    }
    return new SafetensorsTensor(name, type, shape, dataOffset + begin, bytes);
  }

  /** The format wants every byte of the data in exactly one tensor. */
  private void checkLayout() {
    List<SafetensorsTensor> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(
        Comparator.comparingLong(SafetensorsTensor::offset)
            .thenComparingLong(SafetensorsTensor::bytes));
    long end = dataOffset;
    for (SafetensorsTensor tensor : inOrder) {
      if (tensor.offset() != end) {
        throw corrupt(
            place(tensor.name()),
            "data from " + (end - dataOffset) + " on, where the tensor before it ends",
            "data_offsets that begin at " + (tensor.offset() - dataOffset));
      }
      end = tensor.end();
    }
    if (end != size) {
      throw corrupt("", "a file of " + end + " bytes, where its last tensor ends", size + " bytes");
    }
  }

  private void require(JsonParser parser, JsonToken token, String place, String expected)
      throws IOException {
    if (parser.currentToken() != token) {
      throw corrupt(place, expected, shown(parser));
    }
  }

  /** Describes the token that the parser is at. */
  private static String shown(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return GgufValue.quote(parser.getText());
    }
    return token.isStructStart() ? token.asString() : parser.getText();
  }

  private static String at(JsonParser parser) {
    return " at character " + parser.currentLocation().getCharOffset();
  }

  private static String place(String tensor) {
    return "tensor " + GgufValue.quote(tensor);
  }

  private ModelFileException corrupt(String place, String expected, String found) {
    return ModelFileException.invalid(path, place, expected, found);
  }

  private ModelFileException corrupt(String place, String expected, String found, Throwable cause) {
    return ModelFileException.invalid(path, place, expected, found, cause);
  }
}
