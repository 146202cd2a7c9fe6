package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Sentiment;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the labels of a data set mean, upper or lower case: {@code positive}, {@code neutral},
 * {@code negative}, and what the caller adds. A cell {@code {'Nokia': 'positive', 'Ericsson':
 * 'positive'}}, as SEntFiN has them, is a label for each entity.
 */
final class LabelNames {
  // Entities may hold quotes (13 of SEntFiN's cells are no valid Python), sentiments do not.
  private static final Pattern OF_ENTITY =
      Pattern.compile("['\"]\\s*:\\s*['\"]([^'\"]*)['\"]\\s*(?=[,}])");

  private final Map<String, Sentiment> meanings = new LinkedHashMap<>();

  /**
   * The usual names and others.
   *
   * @param added what else a label may be called, and its meaning
   */
  LabelNames(Map<String, Sentiment> added) {
    for (Sentiment sentiment : Sentiment.values()) {
      meanings.put(Json.name(sentiment), sentiment);
    }
    added.forEach((name, sentiment) -> meanings.put(normal(name), sentiment));
  }

  /**
   * The label of a text; empty if its entities have different ones.
   *
   * @throws IllegalArgumentException if it is no known label; the message says which are
   */
  Optional<Sentiment> meaning(String cell) {
    if (!cell.strip().startsWith("{")) {
      return Optional.of(ofName(cell));
    }
    Set<Sentiment> found = EnumSet.noneOf(Sentiment.class);
    OF_ENTITY
        .matcher(cell)
        .results()
        .map((MatchResult match) -> ofName(match.group(1)))
        .forEach(found::add);
    if (found.isEmpty()) {
      throw unknown(cell);
    }
    return found.size() > 1 ? Optional.empty() : Optional.of(found.iterator().next());
  }

  private Sentiment ofName(String name) {
    return Optional.ofNullable(meanings.get(normal(name))).orElseThrow(() -> unknown(name));
  }

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "the label \""
            + Text.shorten(Text.onOneLine(name), 60)
            + "\" is none of "
            + String.join(", ", meanings.keySet())
            + "; --labels-map says what others mean, such as 0=negative,1=positive,2=neutral");
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
