package io.github.sentiment4j.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;

/** One JSON object per line; empty lines are skipped. */
final class JsonLinesItems implements Items {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final Path file;
  private final BufferedReader reader;
  private int line;

  JsonLinesItems(Path file) throws IOException {
    this.file = file;
    this.reader = Utf8Lines.open(file);
  }

  @Override
  public Optional<Item> next() throws IOException {
    String json = readLine();
    while (json != null && json.isBlank()) {
      json = readLine();
    }
    return json == null ? Optional.empty() : Optional.of(item(json));
  }

  private String readLine() throws IOException {
    try {
      line++;
      return reader.readLine();
    } catch (CharacterCodingException e) {
      throw Utf8Lines.notUtf8(file);
    }
  }

  private Item item(String json) {
    String place = "line " + line;
    try {
      JsonNode node = READER.readValue(json);
      if (!node.isObject()) {
        return new BrokenItem(
            json, place, "expected a JSON object, found " + InvalidData.quoted(json));
      }
      return new JsonItem("", node, place);
    } catch (JsonProcessingException e) {
      return new BrokenItem(
          json, place + ", column " + e.getLocation().getColumnNr(), InvalidData.reason(e));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
