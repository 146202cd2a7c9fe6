package io.github.sentiment4j.cli.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard input and output of this process, either of which may be closed. */
final class StandardStreams {
  /** On Linux, the file that is open as standard input. */
  private static final Path INPUT = Path.of("/proc/self/fd/0");

  private StandardStreams() {}

  /** Returns standard input; reading throws if it is closed. */
  static InputStream in() {
    return isOwnFile()
        ? new ClosedInput()
        : new InterruptibleInput(new FileInputStream(FileDescriptor.in));
  }

  /**
   * Returns whether standard input is closed: the first file that Java opens then has its number.
   */
  private static boolean isOwnFile() {
    try {
      return Files.isSymbolicLink(INPUT)
          && Files.readSymbolicLink(INPUT)
              .startsWith(Path.of(System.getProperty("java.home")).toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns standard output; writing throws {@link ClosedOutputException} if it is closed. */
  static OutputStream out() {
    return new FilterOutputStream(new FileOutputStream(FileDescriptor.out)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          throw "Bad file descriptor".equals(e.getMessage()) ? new ClosedOutputException(e) : e;
        }
      }

      /**
       * Does nothing: if standard output was closed, its number belongs to a file that Java needs.
       */
      @Override
      public void close() {}
    };
  }

  private static final class ClosedInput extends InputStream {
    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new InputException(
          "standard input is closed; give it a file or a pipe, or name a FILE");
    }
  }
}
