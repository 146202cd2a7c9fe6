package io.github.sentiment4j.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A value in JSON.
 *
 * @param key its name, or that of the nearest value around it that has one; may be empty
 * @param node the value
 * @param place where it is
 */
record JsonItem(String key, JsonNode node, String place) implements Item {
  JsonItem {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(place, "place");
  }

  @Override
  public List<String> values(String path) {
    if (path.equals(KEY)) {
      return key.isEmpty() ? List.of() : List.of(key);
    }
    return at(path).flatMap(JsonItem::scalars).toList();
  }

  private static Stream<String> scalars(JsonNode value) {
    if (value.isContainerNode()) {
      return value.valueStream().flatMap(JsonItem::scalars);
    }
    return value.isNull() || value.asText().isBlank() ? Stream.of() : Stream.of(value.asText());
  }

  @Override
  public List<Item> items(String path, boolean members) {
    List<Item> items = new ArrayList<>();
    at(path).forEach(value -> addItems(value, members, items));
    return items;
  }

  private void addItems(JsonNode value, boolean members, List<Item> items) {
    if (value.isArray()) {
      value.forEach(element -> addItems(element, members, items));
    } else if (members && value.isObject()) {
      value.properties().forEach(m -> items.add(new JsonItem(m.getKey(), m.getValue(), place)));
    } else if (!value.isNull()) {
      items.add(new JsonItem(key, value, place));
    }
  }

  private Stream<JsonNode> at(String path) {
    if (path.equals(SELF)) {
      return Stream.of(node);
    }
    if (node.has(path)) {
      return Stream.of(node.get(path));
    }
    Stream<JsonNode> values = Stream.of(node);
    for (String name : path.split("\\.", -1)) {
      values = values.flatMap(JsonItem::elements).filter(v -> v.has(name)).map(v -> v.get(name));
    }
    return values;
  }

  /** The elements of nested arrays, or the value if it is none. */
  private static Stream<JsonNode> elements(JsonNode value) {
    return value.isArray() ? value.valueStream().flatMap(JsonItem::elements) : Stream.of(value);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.properties()
        .forEach(
            member -> {
              names.add(member.getKey());
              elements(member.getValue())
                  .limit(1)
                  .flatMap(inner -> inner.propertyStream())
                  .forEach(inner -> names.add(member.getKey() + "." + inner.getKey()));
            });
    return names;
  }
}
