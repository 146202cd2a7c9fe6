package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.SentimentException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code positive,neutral,negative}. Blanks around the words do not count, unless each word
 * has one before it: tokens of a word in a sentence have it.
 */
public final class LabelWordsConverter implements ITypeConverter<LabelWords> {
  /** Created by picocli. */
  LabelWordsConverter() {}

  @Override
  public LabelWords convert(String list) {
    List<String> words = Arrays.asList(list.split(",", -1));
    if (words.size() != 3) {
      throw new TypeConversionException(
          "expected three words with commas between, such as 积极,中性,消极; found "
              + words.size()
              + " in \""
              + list
              + "\"");
    }
    boolean inSentence = words.stream().allMatch(word -> word.startsWith(" "));
    try {
      return LabelWords.of(
          words.stream().map(word -> (inSentence ? " " : "") + word.strip()).toList());
    } catch (SentimentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
