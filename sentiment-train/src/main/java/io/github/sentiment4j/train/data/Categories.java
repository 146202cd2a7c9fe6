package io.github.sentiment4j.train.data;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which categories of news are kept. Upper and lower case are the same. An item of several
 * categories is kept if one of them is to be kept. Categories in neither list are dropped and
 * counted by name, so that a forgotten one is seen.
 *
 * @param kept those that are kept
 * @param dropped those that are known and dropped
 */
public record Categories(List<String> kept, List<String> dropped) {
  /** Those of the reference experiment. */
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
   * Copies the lists.
   *
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

  /** Says of single categories what becomes of them. */
  Filter filter() {
    return new Filter(normal(kept), normal(dropped));
  }

  private static Set<String> normal(List<String> categories) {
    return categories.stream()
        .map(Categories::normal)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String normal(String category) {
    return category.strip().toLowerCase(Locale.ROOT);
  }

  /** The categories in a form that is quickly asked. */
  record Filter(Set<String> kept, Set<String> dropped) {
    Filter {
      Objects.requireNonNull(kept, "kept");
      Objects.requireNonNull(dropped, "dropped");
    }

    boolean keeps(String category) {
      return kept.contains(normal(category));
    }

    boolean drops(String category) {
      return dropped.contains(normal(category));
    }
  }
}
