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
 * A file of results in UTF-8 that is written in place and locked against other runs. A pipe or
 * device is not locked, and opened only when there is something to write.
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
   * Opens and locks a file; its content stays.
   *
   * @throws FileSystemException if it cannot be written to or another run is writing it
   */
  public static ResultsFile open(Path file) throws IOException {
    OutputFile.requireWritable(file);
    boolean isNew = !Files.exists(file);
    ResultsFile results = new ResultsFile(file, isNew);
    if (isNew || Files.isRegularFile(file)) {
      // Not a FileChannel, which an interrupt closes: an interrupted run still writes its end.
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

  /** Returns a writer that replaces the content. */
  public Writer replace() throws IOException {
    if (out != null) {
      out.getChannel().truncate(0);
    }
    return append();
  }

  /** Returns a writer that appends. */
  public Writer append() throws IOException {
    if (out == null) {
      out = new FileOutputStream(file.toFile(), true);
    }
    used = true;
    return new OutputStreamWriter(new BufferedOutputStream(out), StandardCharsets.UTF_8);
  }

  /** Closes the file, and deletes it if it is new and nothing was written. */
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
