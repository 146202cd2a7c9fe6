package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.Optional;

/**
 * A text of a file and the other fields of its item.
 *
 * @param text the text as it is written or, if there is a problem, what stands in its place
 * @param others the other columns or fields of the item, in order
 * @param place the place of the item, such as {@code line 3}
 * @param problem the reason why there is no text
 */
public record TextItem(
    String text, List<ItemField> others, String place, Optional<String> problem) {
  public TextItem {
    others = List.copyOf(others);
  }
}
