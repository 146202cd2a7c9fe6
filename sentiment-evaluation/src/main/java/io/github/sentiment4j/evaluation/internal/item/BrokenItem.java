package io.github.sentiment4j.evaluation.internal.item;

import java.util.Optional;

/**
 * An item that cannot be used because its file is damaged there. The items behind it can be read.
 *
 * @param source the text that was found, as far as it can be told
 * @param place the place of the item
 * @param problem the reason why it is broken
 */
record BrokenItem(String source, String place, String problem) implements Item {
  @Override
  public Optional<String> fault() {
    return Optional.of(problem);
  }
}
