package io.github.sentiment4j.core;

import java.util.Arrays;
import java.util.List;

/**
 * The words with which the model says the three sentiments. A word may be several tokens long and
 * may be a prefix of another. Immutable.
 *
 * @param positive the word for {@link Sentiment#POSITIVE}
 * @param neutral the word for {@link Sentiment#NEUTRAL}
 * @param negative the word for {@link Sentiment#NEGATIVE}
 */
public record LabelWords(String positive, String neutral, String negative) {
  /**
   * {@code positive}, {@code neutral}, {@code negative}: used for model files that name no words.
   */
  public static final LabelWords ENGLISH = new LabelWords("positive", "neutral", "negative");

  /** {@code 积极}, {@code 中性}, {@code 消极}. */
  public static final LabelWords CHINESE = new LabelWords("积极", "中性", "消极");

  /**
   * Checks the words.
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
   * The words of a list.
   *
   * @param words (3) in the order of {@link Sentiment}
   * @throws SentimentException as the constructor
   */
  public static LabelWords of(List<String> words) {
    return new LabelWords(words.get(0), words.get(1), words.get(2));
  }

  /**
   * Reads a list such as {@code positive,neutral,negative}. White space around the words is
   * dropped, unless every word has some before it: then each keeps one blank, as tokens of words
   * inside a sentence have it.
   *
   * @throws IllegalArgumentException if the list has not three words
   * @throws SentimentException as the constructor
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

  /** The word for one sentiment. */
  public String word(Sentiment sentiment) {
    return switch (sentiment) {
      case POSITIVE -> positive;
      case NEUTRAL -> neutral;
      case NEGATIVE -> negative;
    };
  }

  /** The words in the order of {@link Sentiment}. */
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
