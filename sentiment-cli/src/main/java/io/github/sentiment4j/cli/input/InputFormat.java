package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.TextItems;
import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The format of an input with texts. */
public enum InputFormat {
  LINES(Optional.empty()),
  CSV(Optional.of(DataFormat.CSV)),
  TSV(Optional.of(DataFormat.TSV)),
  JSON(Optional.of(DataFormat.JSON)),
  JSONL(Optional.of(DataFormat.JSONL)),
  XLSX(Optional.of(DataFormat.XLSX));

  private final Optional<DataFormat> items;

  InputFormat(Optional<DataFormat> items) {
    this.items = items;
  }

  /** Returns the format of a file by its extension; plain lines for an unknown one. */
  public static InputFormat of(Path file) {
    Optional<DataFormat> known = DataFormat.find(file);
    return known.map(format -> valueOf(format.name())).orElse(LINES);
  }

  /** Returns the value of {@code --format}. */
  String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether texts are in named columns. */
  public boolean hasColumns() {
    return this == CSV || this == TSV || this == XLSX;
  }

  /** Returns whether texts are in named fields. */
  public boolean hasFields() {
    return this == JSON || this == JSONL;
  }

  /** Returns the format of the items; empty for plain lines. */
  public Optional<DataFormat> items() {
    return items;
  }

  /**
   * Opens an input.
   *
   * @param in the input, which is closed with the source or if it cannot be read
   * @param name the name of the column or field with the text; not used for plain lines
   * @param namedBy the option that gives the name, for messages
   * @throws SentimentException if the input is not in this format
   */
  public TextSource open(DataStream in, Layout layout, String name, String namedBy)
      throws IOException {
    if (items.isPresent()) {
      return new ItemSource(TextItems.open(in, items.get(), layout, name, namedBy));
    }
    try {
      return new LinesSource(in.text(layout.encoding()));
    } catch (IOException | SentimentException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Opens an input whose format was guessed; refuses one that is plainly in another format.
   *
   * @throws SentimentException if the input is not in this format
   */
  public TextSource openGuessed(DataStream in, Layout layout, String name, String namedBy)
      throws IOException {
    try {
      FormatGuess.refuse(this, in, layout);
    } catch (IOException | SentimentException e) {
      in.close();
      throw e;
    }
    return open(in, layout, name, namedBy);
  }
}
