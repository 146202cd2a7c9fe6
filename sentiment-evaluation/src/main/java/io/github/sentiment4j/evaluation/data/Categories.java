package io.github.sentiment4j.evaluation.data;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The categories of news that are kept and dropped, without regard to case. An item of several
 * categories is kept if one of them is kept. Categories in neither list are dropped and counted by
 * name, so that a forgotten one is seen.
 *
 * @param kept the categories that are kept
 * @param dropped the categories that are known and dropped
 */
public record Categories(List<String> kept, List<String> dropped) {
  /** The categories of the reference experiment. */
  public static final Categories DEFAULT =
      new Categories(
          List.of(
              "Business",
              "Companies",
              "Politics",
              "Economy",
              "Tech",
              "Sustainability",
              "Legal",
              "Technology",
              "Real Estate",
              "Climate"),
          List.of("Health", "Style", "Sports", "Work & Careers", "Life & Arts"));

  /**
   * @throws IllegalArgumentException if a category is in both
   */
  public Categories {
    kept = List.copyOf(kept);
    dropped = List.copyOf(dropped);
    Set<String> both = normal(kept);
    both.retainAll(normal(dropped));
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "categories that are both to be kept and to be dropped: " + String.join(", ", both));
    }
  }

  /** Returns whether a category is kept. */
  public boolean keeps(String category) {
    return normal(kept).contains(normal(category));
  }

  /** Returns whether a category is known and dropped. */
  public boolean drops(String category) {
    return normal(dropped).contains(normal(category));
  }

  private static Set<String> normal(List<String> categories) {
    return categories.stream()
        .map(Categories::normal)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String normal(String category) {
    return category.strip().toLowerCase(Locale.ROOT);
  }
}
