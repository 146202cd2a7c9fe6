package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.Layout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file with a text and its label in each item. The three fields are written as {@link NewsField}
 * explains; the columns of a table are their names.
 *
 * <p>A label is a word of {@link LabelNames}. A cell {@code {'Nokia': 'positive', 'Ericsson':
 * 'neutral'}}, as SEntFiN has them, is a vote for each entity; so are the values of a JSON array or
 * object.
 *
 * @param file the file with the texts
 * @param format the format of the file
 * @param layout the layout of the file
 * @param text the field with the text
 * @param label the field with the label
 * @param category the field with the category; without it no item is dropped for its category
 * @param votes the rule for several labels of one item
 */
public record LabelledFile(
    Path file,
    DataFormat format,
    Layout layout,
    String text,
    String label,
    Optional<String> category,
    VoteRule votes)
    implements DataSource {
  /** The default field of the text: {@code text}, else {@code Title}. */
  public static final String DEFAULT_TEXT = "text|Title";

  /** The default field of the label: {@code label}, else {@code Decisions}. */
  public static final String DEFAULT_LABEL = "label|Decisions";

  /**
   * Returns a file with the default fields and the format of its extension; several labels of one
   * item must be the same.
   *
   * @throws IllegalArgumentException if the extension is not known
   */
  public static LabelledFile of(Path file) {
    return of(file, DataFormat.of(file));
  }

  /** Returns a file with the default fields; several labels of one item must be the same. */
  public static LabelledFile of(Path file, DataFormat format) {
    return new LabelledFile(
        file,
        format,
        Layout.DETECTED,
        DEFAULT_TEXT,
        DEFAULT_LABEL,
        Optional.empty(),
        VoteRule.UNANIMOUS);
  }

  /** Returns this file with another layout. */
  public LabelledFile withLayout(Layout other) {
    return new LabelledFile(file, format, other, text, label, category, votes);
  }

  /** Returns this file with another field for the text. */
  public LabelledFile withText(String field) {
    return new LabelledFile(file, format, layout, field, label, category, votes);
  }

  /** Returns this file with another field for the label. */
  public LabelledFile withLabel(String field) {
    return new LabelledFile(file, format, layout, text, field, category, votes);
  }

  /** Returns this file with a field for the category. */
  public LabelledFile withCategory(String field) {
    return new LabelledFile(file, format, layout, text, label, Optional.of(field), votes);
  }

  /** Returns this file with another rule for several labels. */
  public LabelledFile withVotes(VoteRule rule) {
    return new LabelledFile(file, format, layout, text, label, category, rule);
  }
}
