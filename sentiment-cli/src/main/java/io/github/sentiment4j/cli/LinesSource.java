package io.github.sentiment4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** One entry per line; an empty line is an entry too, so that line n of the output is that of n. */
class LinesSource implements TextSource {
  private final BufferedReader reader;
  private long line;

  LinesSource(Reader reader) {
    this.reader = new BufferedReader(reader);
  }

  @Override
  public final Optional<Entry> next() throws IOException {
    String text = reader.readLine();
    if (text == null) {
      return Optional.empty();
    }
    line++;
    Entry entry = Entry.of(text, line, line);
    return Optional.of(entry.problem().isPresent() ? entry : parse(entry));
  }

  /** The entry that stands on a line; the line itself here. */
  Entry parse(Entry whole) {
    return whole;
  }

  @Override
  public final boolean ready() throws IOException {
    return reader.ready();
  }

  @Override
  public final void close() throws IOException {
    reader.close();
  }
}
