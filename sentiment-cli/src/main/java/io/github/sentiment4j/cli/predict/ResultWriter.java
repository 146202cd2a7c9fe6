package io.github.sentiment4j.cli.predict;

import java.io.IOException;

/** Writes rows, in the order of the input. */
interface ResultWriter {
  void write(ResultRow row) throws IOException;

  /** Passes on everything that was written. */
  void flush() throws IOException;
}
