package io.github.sentiment4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.SentimentClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Texts for the benchmarks: 500 headlines of SEntFiN 1.0, drawn at random (licence beside the
 * file), 60 characters on average.
 */
final class Headlines {
  private static final List<String> ALL = load();
  private static final int TIMED = 128; // a multiple of every batch

  /** What the last places of a text are filled with: each is one token in some vocabularies. */
  private static final List<String> FILLERS = List.of(" shares", " up", " a", "a");

  private Headlines() {}

  /** All of them, to compare answers on. */
  static List<String> all() {
    return ALL;
  }

  /** The first 128, to take times of. */
  static List<String> timed() {
    return ALL.subList(0, TIMED);
  }

  /**
   * A text whose prompt has exactly a number of tokens: headlines in a row, cut where they are
   * enough and filled up with short words.
   *
   * @throws IllegalStateException if no such text was found
   */
  static String withPromptTokens(SentimentClassifier classifier, int tokens) {
    String words = String.join("; ", timed().subList(0, Math.min(TIMED, tokens)));
    int length = 1; // longest text so far that has not too many tokens
    for (int tooLong = words.length(); tooLong - length > 1; ) {
      int middle = (length + tooLong) / 2;
      if (tokens(classifier, words.substring(0, middle)) <= tokens) {
        length = middle;
      } else {
        tooLong = middle;
      }
    }
    String text = words.substring(0, length).strip();
    int reached = tokens(classifier, text);
    for (String filler : FILLERS) {
      while (reached < tokens) {
        int longer = tokens(classifier, text + filler);
        if (longer > tokens || longer == reached) {
          break;
        }
        text += filler;
        reached = longer;
      }
    }
    if (reached != tokens) {
      throw new IllegalStateException(
          "Expected a text whose prompt has " + tokens + " tokens, got to " + reached);
    }
    return text;
  }

  private static int tokens(SentimentClassifier classifier, String text) {
    return classifier.classify(text).tokens();
  }

  private static List<String> load() {
    try (InputStream in = Headlines.class.getResourceAsStream("headlines.txt")) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
