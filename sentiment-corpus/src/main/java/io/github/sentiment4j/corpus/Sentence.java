package io.github.sentiment4j.corpus;

import java.util.List;

/** A text and its label, as {@code prepare} reads them. */
record Sentence(String text, String label) {
  static final List<String> LABELS = List.of("positive", "neutral", "negative");

  String json() {
    return "{\"text\": \""
        + text.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\", \"label\": \""
        + label
        + "\"}";
  }
}
