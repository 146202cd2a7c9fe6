package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.core.Sentiment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of labels and their meanings, without regard to case: {@code positive}, {@code
 * neutral}, {@code negative}, and what the caller adds, such as {@code
 * 0=negative,1=positive,2=neutral} for Twitter Financial News Sentiment. Immutable.
 */
public final class LabelNames {
  // Entities may hold quotes (13 of SEntFiN's cells are no valid Python), labels do not.
  private static final String ENTRY = "['\"].*?['\"]\\s*:\\s*['\"]([^'\"]*)['\"]\\s*(?=[,}])";
  private static final Pattern OF_ENTITY = Pattern.compile(ENTRY, Pattern.DOTALL);
  private static final Pattern DICTIONARY =
      Pattern.compile("\\{\\s*(?:" + ENTRY + ",?\\s*)+}", Pattern.DOTALL);

  private final Map<String, Sentiment> meanings = new LinkedHashMap<>();
  private final Set<String> ignored;

  /**
   * Creates the usual names and further ones.
   *
   * @param added further names of labels, with their meanings
   */
  public LabelNames(Map<String, Sentiment> added) {
    this(added, Set.of());
  }

  /**
   * Creates the usual names and further ones.
   *
   * @param added further names of labels, with their meanings
   * @param ignored labels that are no vote, such as {@code N/A}
   * @throws IllegalArgumentException if one of them has a meaning
   */
  public LabelNames(Map<String, Sentiment> added, Collection<String> ignored) {
    for (Sentiment sentiment : Sentiment.values()) {
      meanings.put(normal(sentiment.name()), sentiment);
    }
    added.forEach((name, sentiment) -> meanings.put(normal(name), sentiment));
    this.ignored = ignored.stream().map(LabelNames::normal).collect(Collectors.toSet());
    for (String name : this.ignored) {
      if (meanings.containsKey(name)) {
        throw new IllegalArgumentException(
            "the label \"" + name + "\" has a meaning and is to be ignored");
      }
    }
  }

  /** Returns the meaning of a label, if it is known. */
  public Optional<Sentiment> meaning(String label) {
    return Optional.ofNullable(meanings.get(normal(label)));
  }

  /** Returns whether a label is ignored. */
  public boolean isIgnored(String label) {
    return ignored.contains(normal(label));
  }

  /**
   * Returns the labels in a cell: the values of a Python dictionary such as {@code {'Nokia':
   * 'positive', 'Ericsson': 'neutral'}}, else the cell itself.
   */
  public static List<String> labels(String cell) {
    String content = cell.strip();
    return DICTIONARY.matcher(content).matches()
        ? OF_ENTITY.matcher(content).results().map((MatchResult match) -> match.group(1)).toList()
        : List.of(content);
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** Returns the names, such as {@code positive, neutral, negative, 0}. */
  @Override
  public String toString() {
    return String.join(", ", meanings.keySet());
  }
}
