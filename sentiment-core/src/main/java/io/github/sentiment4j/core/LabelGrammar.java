package io.github.sentiment4j.core;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A grammar with which a model answers with one of its label words and nothing else. It is for
 * programs that decode with llama.cpp. Immutable.
 *
 * <p>A grammar restricts characters, not tokens, so it also admits other token sequences of a label
 * ({@code p} + {@code osit} + {@code ive}). {@link SentimentClassifier} needs no grammar: it scores
 * each label by the label's own tokens.
 */
public final class LabelGrammar {
  private final LabelWords words;

  private LabelGrammar(LabelWords words) {
    this.words = words;
  }

  /** Returns the grammar of three label words. */
  public static LabelGrammar of(LabelWords words) {
    return new LabelGrammar(Objects.requireNonNull(words, "words"));
  }

  /**
   * Returns the grammar in llama.cpp's GBNF notation, such as {@code root ::= "positive" |
   * "neutral" | "negative"}. It is ASCII; other characters of the words are escaped.
   */
  public String gbnf() {
    return words.asList().stream()
        .map(LabelGrammar::literal)
        .collect(Collectors.joining(" | ", "root ::= ", ""));
  }

  /**
   * Returns the sentiment of an answer.
   *
   * @return empty unless {@code answer} is exactly one of the three words
   */
  public Optional<Sentiment> parse(String answer) {
    Objects.requireNonNull(answer, "answer");
    return Stream.of(Sentiment.values())
        .filter(sentiment -> words.word(sentiment).equals(answer))
        .findFirst();
  }

  // The escapes are those of parse_char in llama.cpp's llama-grammar.cpp: two, four or eight hex
  // digits after x, u and U name a code point.
  private static String literal(String word) {
    StringBuilder literal = new StringBuilder("\"");
    word.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c <= '~') {
                literal.appendCodePoint(c);
              } else {
                literal.append(String.format(c <= 0xFFFF ? "\\u%04X" : "\\U%08X", c));
              }
            });
    return literal.append('"').toString();
  }
}
