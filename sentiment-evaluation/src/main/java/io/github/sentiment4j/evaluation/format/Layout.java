package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.evaluation.data.NewsField;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The layout of a data file. Parts that are not given are detected from the beginning of the file.
 *
 * @param encoding the charset of the text; by default UTF-8, with or without a byte order mark; a
 *     file that looks like another one is refused
 * @param delimiter the character between the values of a CSV or TSV file; by default the comma,
 *     semicolon or tab of a CSV file's header, and the tab in a TSV file
 * @param items the place of the items inside a JSON file, such as {@code data.items}, or the sheet
 *     of a workbook; by default empty, see {@link NewsField#NEWS_ITEMS}
 */
public record Layout(Optional<Charset> encoding, Optional<Character> delimiter, String items) {
  /** The layout with every part detected. */
  public static final Layout DETECTED = new Layout(Optional.empty(), Optional.empty(), "");

  /**
   * Checks the delimiter.
   *
   * @throws IllegalArgumentException if the delimiter is a quote or a line break
   */
  public Layout {
    if (delimiter.isPresent() && "\"\r\n".indexOf(delimiter.get()) >= 0) {
      throw new IllegalArgumentException(
          "expected a delimiter such as , or ; or a tab, found a quote or a line break");
    }
  }

  /** Returns this layout with an encoding. */
  public Layout withEncoding(Charset charset) {
    return new Layout(Optional.of(charset), delimiter, items);
  }

  /** Returns this layout with a delimiter. */
  public Layout withDelimiter(char character) {
    return new Layout(encoding, Optional.of(character), items);
  }

  /** Returns this layout with the place of the items. */
  public Layout withItems(String place) {
    return new Layout(encoding, delimiter, place);
  }
}
