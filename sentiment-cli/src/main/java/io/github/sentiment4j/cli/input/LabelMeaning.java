package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.Sentiment;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The meaning of a label in a data set, written {@code NAME=LABEL}.
 *
 * @param name the label in the data
 * @param meaning the sentiment; empty if the label is ignored, written {@code NAME=}
 */
public record LabelMeaning(String name, Optional<Sentiment> meaning) {
  public LabelMeaning {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(meaning, "meaning");
  }

  /**
   * Checks that no label has several meanings.
   *
   * @throws IllegalArgumentException if a label has
   */
  static void requireOnce(List<LabelMeaning> meanings) {
    Set<String> names = new HashSet<>();
    for (LabelMeaning label : meanings) {
      if (!names.add(label.name().strip().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "--labels-map says twice what \"" + label.name() + "\" means");
      }
    }
  }

  /** Parses a meaning. */
  static final class Converter implements ITypeConverter<LabelMeaning> {
    /** Called by picocli. */
    Converter() {}

    @Override
    public LabelMeaning convert(String text) {
      int sign = text.lastIndexOf('=');
      if (sign < 1) {
        throw new TypeConversionException(
            "expected NAME=LABEL, or NAME= for one to be ignored; found \"" + text + "\"");
      }
      String label = text.substring(sign + 1).strip();
      try {
        return new LabelMeaning(
            text.substring(0, sign),
            label.isEmpty()
                ? Optional.empty()
                : Optional.of(Sentiment.valueOf(label.toUpperCase(Locale.ROOT))));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected positive, neutral or negative, or nothing for a label to be ignored; found \""
                + label
                + "\"");
      }
    }
  }
}
