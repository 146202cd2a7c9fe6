package io.github.sentiment4j.evaluation.internal.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The values of a JSON file, of which one is in memory at a time. */
final class JsonItems implements Items {
  /** The relation of the items to the value around them. */
  private enum Kind {
    ELEMENTS,
    MEMBERS,
    /** Objects one after another, with nothing around them; the parser is at the next one. */
    SEQUENCE
  }

  private final String name;
  private final JsonParser parser;
  private final Kind kind;
  private boolean ended;

  JsonItems(DataStream in, Layout layout) throws IOException {
    this.name = in.name();
    this.parser = JsonTree.FACTORY.createParser(in.text(layout.encoding()).strict());
    try {
      this.kind = layout.items().isEmpty() ? start() : start(layout.items());
    } catch (JsonProcessingException e) {
      throw InvalidData.json(name, e);
    }
  }

  private Kind start() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw InvalidData.empty(name);
    }
    if (first == JsonToken.START_OBJECT) {
      return Kind.SEQUENCE;
    }
    if (first == JsonToken.START_ARRAY) {
      return Kind.ELEMENTS;
    }
    throw unexpected("an array of objects, or objects one after another");
  }

  /** Goes into the array or object at a path. */
  private Kind start(String path) throws IOException {
    parser.nextToken();
    if (!path.equals(Item.SELF)) {
      for (String member : path.split("\\.", -1)) {
        enter(member);
      }
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return Kind.MEMBERS;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return Kind.ELEMENTS;
    }
    throw unexpected("an array or object at \"" + path + "\"");
  }

  private void enter(String member) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected("an object with a field \"" + member + "\"");
    }
    List<String> names = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      names.add(parser.currentName());
      parser.nextToken();
      if (names.get(names.size() - 1).equals(member)) {
        return;
      }
      parser.skipChildren();
    }
    throw InvalidData.at(
        name,
        place(),
        "expected a field \"" + member + "\", found only " + InvalidData.list(names));
  }

  @Override
  public Optional<Item> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      return switch (kind) {
        case SEQUENCE -> parser.currentToken() == null ? Optional.empty() : object();
        case ELEMENTS -> parser.nextToken() == JsonToken.END_ARRAY ? end() : value("");
        case MEMBERS -> parser.nextToken() == JsonToken.END_OBJECT ? end() : member();
      };
    } catch (JsonProcessingException e) {
      throw InvalidData.json(name, e);
    }
  }

  private Optional<Item> object() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected("an object");
    }
    Optional<Item> item = value("");
    parser.nextToken();
    return item;
  }

  private Optional<Item> member() throws IOException {
    String key = parser.currentName();
    parser.nextToken();
    return value(key);
  }

  private Optional<Item> value(String key) throws IOException {
    String place = place();
    return Optional.of(new JsonItem(key, JsonTree.read(parser), place));
  }

  /** Reads on to the end of the file, so that it is known to be JSON. */
  private Optional<Item> end() throws IOException {
    while (parser.nextToken() != null) {
      parser.skipChildren();
    }
    ended = true;
    return Optional.empty();
  }

  private SentimentException unexpected(String expected) {
    return InvalidData.at(
        name, place(), "expected " + expected + ", found " + describe(parser.currentToken()));
  }

  private static String describe(JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> token.name().toLowerCase(Locale.ROOT).replace("value_", "");
    };
  }

  private String place() {
    return "line " + parser.currentTokenLocation().getLineNr();
  }

  @Override
  public long line() {
    return parser.currentLocation().getLineNr();
  }

  /** Always true: the parser reads ahead and does not say how far. */
  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
