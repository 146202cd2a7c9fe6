package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.format.ItemField;
import io.github.sentiment4j.evaluation.internal.item.JsonTree.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A value in JSON.
 *
 * @param key the name of the value, or of the nearest value around it that has one; may be empty
 * @param value the value as {@link JsonTree} represents it
 * @param place the place of the value
 */
record JsonItem(String key, Object value, String place) implements Item {

  @Override
  public List<String> values(String path) {
    if (path.equals(KEY)) {
      return key.isEmpty() ? List.of() : List.of(key);
    }
    return find(path).flatMap(JsonItem::scalars).toList();
  }

  private static Stream<String> scalars(Object value) {
    if (value instanceof Map<?, ?> object) {
      return object.values().stream().flatMap(JsonItem::scalars);
    }
    if (value instanceof List<?> array) {
      return array.stream().flatMap(JsonItem::scalars);
    }
    String text = value instanceof Literal literal ? literal.source() : (String) value;
    return isNull(value) || text.isBlank() ? Stream.of() : Stream.of(text);
  }

  private static boolean isNull(Object value) {
    return value instanceof Literal literal && literal.isNull();
  }

  @Override
  public List<Item> items(String path, boolean members) {
    List<Item> items = new ArrayList<>();
    find(path).forEach(found -> addItems(found, members, items));
    return items;
  }

  private void addItems(Object found, boolean members, List<Item> items) {
    if (found instanceof List<?> array) {
      array.forEach(element -> addItems(element, members, items));
    } else if (members && found instanceof Map<?, ?> object) {
      object.forEach((name, member) -> items.add(new JsonItem((String) name, member, place)));
    } else if (!isNull(found)) {
      items.add(new JsonItem(key, found, place));
    }
  }

  @Override
  public List<ItemField> at(String path) {
    if (path.equals(KEY)) {
      return key.isEmpty() ? List.of() : List.of(new ItemField(KEY, key, false));
    }
    return find(path).flatMap(JsonItem::elements).map(found -> field(path, found)).toList();
  }

  @Override
  public List<ItemField> fields() {
    return value instanceof Map<?, ?> object
        ? object.entrySet().stream().map(m -> field((String) m.getKey(), m.getValue())).toList()
        : List.of();
  }

  @Override
  public String source() {
    return JsonTree.write(value);
  }

  private static ItemField field(String name, Object found) {
    return found instanceof String text
        ? new ItemField(name, text, false)
        : new ItemField(name, JsonTree.write(found), true);
  }

  private Stream<Object> find(String path) {
    if (path.equals(SELF)) {
      return Stream.of(value);
    }
    if (value instanceof Map<?, ?> object && object.containsKey(path)) {
      return Stream.of(object.get(path));
    }
    Stream<Object> values = Stream.of(value);
    for (String name : path.split("\\.", -1)) {
      values =
          values
              .flatMap(JsonItem::elements)
              .filter(found -> found instanceof Map<?, ?> object && object.containsKey(name))
              .map(found -> ((Map<?, ?>) found).get(name));
    }
    return values;
  }

  /** Returns the elements of nested arrays, or the value if it is not an array. */
  private static Stream<Object> elements(Object found) {
    return found instanceof List<?> array
        ? array.stream().flatMap(JsonItem::elements)
        : Stream.of(found);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, member) -> {
            names.add((String) name);
            elements(member)
                .limit(1)
                .filter(Map.class::isInstance)
                .flatMap(inner -> ((Map<?, ?>) inner).keySet().stream())
                .forEach(inner -> names.add(name + "." + inner));
          });
    }
    return names;
  }
}
