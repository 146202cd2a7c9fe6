package io.github.sentiment4j.cli.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The texts of an input, one after the other. */
public interface TextSource extends Closeable {

  /**
   * Returns the next text, or empty at the end.
   *
   * @throws IOException if the input cannot be read any further
   */
  Optional<InputText> next() throws IOException;

  /**
   * Returns the names of the columns beside the text; empty if there are none or each text has its
   * own.
   */
  default List<String> columns() {
    return List.of();
  }

  /** Returns whether {@link #next()} answers without waiting for more input. */
  boolean ready() throws IOException;

  /** Returns the texts of the command line as a source. */
  static TextSource of(List<String> texts) {
    Iterator<String> each = List.copyOf(texts).iterator();
    return new TextSource() {
      @Override
      public Optional<InputText> next() {
        return each.hasNext()
            ? Optional.of(new InputText(each.next(), List.of(), 0, Optional.empty()))
            : Optional.empty();
      }

      @Override
      public boolean ready() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
