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

/** How texts stand in an input. */
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

  /** By the file's extension; plain lines unless it is known. */
  public static InputFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".ndjson")) {
      return JSONL;
    }
    for (InputFormat format : values()) {
      if (format != LINES && name.endsWith("." + format.optionValue())) {
        return format;
      }
    }
    return LINES;
  }

  /** As {@code --format} takes it. */
  String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its texts are in named columns. */
  public boolean hasColumns() {
    return this == CSV || this == TSV || this == XLSX;
  }

  /** Whether its texts are in named fields. */
  public boolean hasFields() {
    return this == JSON || this == JSONL;
  }

  /** The format of the items; empty for plain lines. */
  public Optional<DataFormat> items() {
    return items;
  }

  /**
   * Reads an input.
   *
   * @param in closed with the source, and if it cannot be read
   * @param name of the column or field with the text; not used for plain lines
   * @param namedBy what the user gives the name with, for messages
   * @throws SentimentException if the input is not what it is said to be
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
   * The same, after a look whether the input is plainly in another format: nobody has said that it
   * is in this one.
   *
   * @throws SentimentException if it is, too
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
