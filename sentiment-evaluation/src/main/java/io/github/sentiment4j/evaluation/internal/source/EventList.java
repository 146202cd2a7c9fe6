package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events that count, with the labels that the list gives to some of them. */
final class EventList {
  private final Map<String, List<Sentiment>> labels = new HashMap<>();

  void add(String event, List<Sentiment> ofEvent) {
    labels.computeIfAbsent(normal(event), x -> new ArrayList<>()).addAll(ofEvent);
  }

  boolean contains(String event) {
    return labels.containsKey(normal(event));
  }

  /** Returns the labels of an event; empty if it has none. */
  List<Sentiment> labels(String event) {
    return labels.getOrDefault(normal(event), List.of());
  }

  /** Returns whether any event has a label. */
  boolean hasLabels() {
    return labels.values().stream().anyMatch(ofEvent -> !ofEvent.isEmpty());
  }

  private static String normal(String event) {
    return event.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
