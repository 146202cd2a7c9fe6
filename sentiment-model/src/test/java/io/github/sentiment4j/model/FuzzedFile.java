package io.github.sentiment4j.model;

import com.sun.management.ThreadMXBean;
import io.github.sentiment4j.gguf.ModelFileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file with whatever bytes a fuzzer comes up with, and what every reader promises about it: it
 * reads the file or refuses it with a {@link ModelFileException} or {@link ModelFileException} that
 * says what was expected and what was found, within a second of processor time and 64 MB of
 * allocations.
 */
public final class FuzzedFile {
  private static final long MAX_NANOS = 1_000_000_000;
  private static final long MAX_ALLOCATED = 64_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path path;
  private final RandomAccessFile file;

  /** A file in a folder of its own, which stays until the process ends. */
  public FuzzedFile(String name) {
    this(temporaryFolder(), name);
  }

  /** A file in a folder, which is made or replaced. */
  public FuzzedFile(Path folder, String name) {
    path = folder.resolve(name);
    try {
      Files.deleteIfExists(path);
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    path.toFile().deleteOnExit();
  }

  /** A folder that stays until the process ends. */
  public static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such a folder with copies of some files of another one. */
  public static Path folderWith(Path source, String... names) {
    Path folder = temporaryFolder();
    for (String name : names) {
      try {
        Files.copy(source.resolve(name), folder.resolve(name)).toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  /** Has a reader read the bytes as a file. */
  public void feed(byte[] bytes, Consumer<Path> reader) {
    feed(bytes, 0, reader);
  }

  /** Has a reader read the bytes and zeros behind them as a file. */
  public void feed(byte[] bytes, int zeros, Consumer<Path> reader) {
    try {
      file.seek(0);
      file.write(bytes);
      // First to the end of the bytes: what an earlier input left behind them must go.
      file.setLength(bytes.length);
      file.setLength(bytes.length + (long) zeros);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String cost = cost(reader);
    if (!cost.isEmpty()) {
      // The first time, classes are loaded and instrumented; what counts is the second time.
      cost = cost(reader);
    }
    if (!cost.isEmpty()) {
      throw new AssertionError("expected at most 1 s and 64 MB for an input, found " + cost);
    }
  }

  /** What it costs to read the file, or nothing if that is within bounds. */
  private String cost(Consumer<Path> reader) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.accept(path);
    } catch (ModelFileException e) {
      String message = e.toString();
      if (!message.contains(": expected ") || !message.contains(", found ")) {
        throw new AssertionError("expected what was expected and found, found " + e, e);
      }
    }
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    return nanos <= MAX_NANOS && allocated <= MAX_ALLOCATED
        ? ""
        : nanos / 1_000_000 + " ms and " + allocated / 1_000_000 + " MB";
  }
}
