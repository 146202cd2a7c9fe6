package io.github.sentiment4j.bench.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.SentimentClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The texts of the benchmarks: 500 random headlines of SEntFiN 1.0 (its licence is beside the
 * file), 60 characters long on average.
 */
public final class Headlines {
  private static final List<String> ALL = load();

  /** The number of timed headlines: a multiple of the size of every batch. */
  private static final int TIMED = 128;

  /** Words that fill the last places of a text; each is one token in some vocabularies. */
  private static final List<String> FILLERS = List.of(" shares", " up", " a", "a");

  private Headlines() {}

  /** Returns all headlines, on which answers are compared. */
  public static List<String> all() {
    return ALL;
  }

  /** Returns the first 128 headlines, whose times are taken. */
  public static List<String> timed() {
    return ALL.subList(0, TIMED);
  }

  /**
   * Returns a text whose prompt has a given number of tokens. It consists of headlines, cut off at
   * the right length and filled up with short words.
   *
   * @throws IllegalStateException if no such text is found
   */
  public static String withPromptTokens(SentimentClassifier classifier, int tokens) {
    String words = String.join("; ", timed().subList(0, Math.min(TIMED, tokens)));
    int length = 1; // of the longest text so far that has at most that many tokens
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
    try (InputStream in =
        Objects.requireNonNull(Headlines.class.getResourceAsStream("headlines.txt"))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
