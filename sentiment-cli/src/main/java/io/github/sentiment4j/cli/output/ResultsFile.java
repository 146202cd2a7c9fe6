package io.github.sentiment4j.cli.output;

import io.github.sentiment4j.support.OutputLock;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written where it is, in UTF-8, and locked against other runs from the beginning. A
 * pipe or device is neither locked nor opened before there is something to write.
 */
public final class ResultsFile implements Closeable {
  private final Path file;
  private final boolean isNew;
  private @Nullable FileOutputStream out;
  private boolean used;

  private ResultsFile(Path file, boolean isNew) {
    this.file = file;
    this.isNew = isNew;
  }

  /**
   * Takes a file; its content stays.
   *
   * @throws FileSystemException if it cannot be written to or another run is writing it
   */
  public static ResultsFile open(Path file) throws IOException {
    OutputFile.requireWritable(file);
    boolean isNew = !Files.exists(file);
    ResultsFile results = new ResultsFile(file, isNew);
    if (isNew || Files.isRegularFile(file)) {
      // No channel of its own: an interrupted run still writes its end.
      FileOutputStream out = new FileOutputStream(file.toFile(), true);
      try {
        OutputLock.lock(out.getChannel(), file);
        results.out = out;
      } catch (IOException e) {
        out.close();
        throw e;
      }
    }
    return results;
  }

  /** Writes from the beginning; what was there before is gone. */
  public Writer replace() throws IOException {
    if (out != null) {
      out.getChannel().truncate(0);
    }
    return append();
  }

  /** Writes behind what is there. */
  public Writer append() throws IOException {
    if (out == null) {
      out = new FileOutputStream(file.toFile(), true);
    }
    used = true;
    return new OutputStreamWriter(new BufferedOutputStream(out), StandardCharsets.UTF_8);
  }

  /** A file that is new and that nothing was written to goes again. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      if (isNew && !used) {
        Files.deleteIfExists(file);
      }
      out.close();
    }
  }
}
