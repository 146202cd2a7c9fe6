package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.Optional;

/**
 * What stands in the place of an item that its file spoils; the items behind it can be read.
 *
 * @param found what was found, as far as it can be told
 * @param place where it is
 * @param problem what is wrong with it
 */
record BrokenItem(String found, String place, String problem) implements Item {

  @Override
  public Optional<String> fault() {
    return Optional.of(problem);
  }

  @Override
  public List<String> values(String path) {
    return List.of();
  }

  @Override
  public List<Item> items(String path, boolean members) {
    return List.of();
  }

  @Override
  public List<ItemField> at(String path) {
    return List.of();
  }

  @Override
  public List<ItemField> fields() {
    return List.of();
  }

  @Override
  public String source() {
    return found;
  }

  @Override
  public List<String> names() {
    return List.of();
  }
}
