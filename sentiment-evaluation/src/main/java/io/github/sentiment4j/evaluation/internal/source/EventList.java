package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events that count, with the labels that the list gives them, if it does. */
final class EventList {
  private final Map<String, List<Sentiment>> labels = new HashMap<>();

  void add(String event, List<Sentiment> ofEvent) {
    labels.computeIfAbsent(normal(event), x -> new ArrayList<>()).addAll(ofEvent);
  }

  boolean contains(String event) {
    return labels.containsKey(normal(event));
  }

  /** The labels of an event that is in the list. */
  List<Sentiment> labels(String event) {
    return labels.get(normal(event));
  }

  /** Whether any event has one. */
  boolean hasLabels() {
    return labels.values().stream().anyMatch(ofEvent -> !ofEvent.isEmpty());
  }

  private static String normal(String event) {
    return event.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
