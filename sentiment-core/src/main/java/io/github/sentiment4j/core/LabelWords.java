package io.github.sentiment4j.core;

import java.util.Arrays;
import java.util.List;

/**
 * The words with which the model names the three sentiments. A word may have several tokens and may
 * be a prefix of another word. Immutable.
 *
 * @param positive the word for {@link Sentiment#POSITIVE}
 * @param neutral the word for {@link Sentiment#NEUTRAL}
 * @param negative the word for {@link Sentiment#NEGATIVE}
 */
public record LabelWords(String positive, String neutral, String negative) {
  /**
   * The words {@code positive}, {@code neutral} and {@code negative}, which are used for model
   * files that name none.
   */
  public static final LabelWords ENGLISH = new LabelWords("positive", "neutral", "negative");

  /** The words {@code 积极}, {@code 中性} and {@code 消极}. */
  public static final LabelWords CHINESE = new LabelWords("积极", "中性", "消极");

  /**
   * Creates label words.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if a word is missing or blank, is
   *     not well-formed Unicode, or two are the same
   */
  public LabelWords {
    for (String word : new String[] {positive, neutral, negative}) {
      if (word == null || word.isBlank()) {
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            "A label word is missing or blank: " + describe(positive, neutral, negative));
      }
      TextCheck.requireWellFormed("label word", word);
    }
    if (positive.equals(neutral) || positive.equals(negative) || neutral.equals(negative)) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "Two label words are the same: " + describe(positive, neutral, negative));
    }
  }

  /**
   * Returns the label words of a list.
   *
   * @param words (3) words in the order of {@link Sentiment}
   * @throws SentimentException as the constructor does
   */
  public static LabelWords of(List<String> words) {
    return new LabelWords(words.get(0), words.get(1), words.get(2));
  }

  /**
   * Parses a list such as {@code positive,neutral,negative}. White space around the words is
   * dropped. But if every word has some before it, each word keeps one blank, as the token of a
   * word inside a sentence has it.
   *
   * @throws IllegalArgumentException if the list does not have three words
   * @throws SentimentException as the constructor does
   */
  public static LabelWords parse(String list) {
    List<String> words = Arrays.asList(list.split(",", -1));
    if (words.size() != Sentiment.COUNT) {
      throw new IllegalArgumentException(
          "expected three words with commas between, such as 积极,中性,消极; found "
              + words.size()
              + " in \""
              + list
              + "\"");
    }
    boolean inSentence = words.stream().allMatch(word -> word.startsWith(" "));
    return of(words.stream().map(word -> (inSentence ? " " : "") + word.strip()).toList());
  }

  /** Returns the word for a sentiment. */
  public String word(Sentiment sentiment) {
    return switch (sentiment) {
      case POSITIVE -> positive;
      case NEUTRAL -> neutral;
      case NEGATIVE -> negative;
    };
  }

  /** Returns the words in the order of {@link Sentiment}. */
  public List<String> asList() {
    return List.of(positive, neutral, negative);
  }

  private static String describe(String positive, String neutral, String negative) {
    return "positive \""
        + positive
        + "\", neutral \""
        + neutral
        + "\", negative \""
        + negative
        + "\"";
  }
}
