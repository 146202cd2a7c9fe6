package io.github.sentiment4j.cli.predict;

import java.io.IOException;

/** Writes rows, in the order of the input. */
interface ResultWriter {
  void write(ResultRow row) throws IOException;

  /** Makes everything that was written visible. */
  void flush() throws IOException;
}
