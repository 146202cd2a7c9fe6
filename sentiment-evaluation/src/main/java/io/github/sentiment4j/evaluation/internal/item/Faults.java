package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The collected faults of an input, so that one run reports all of them. */
public final class Faults {
  private static final int MOST_SHOWN = 20;

  private final List<String> shown = new ArrayList<>();
  private @Nullable FileSystemException onlyFile;
  private long count;

  /** A step of reading. */
  @FunctionalInterface
  interface Step {
    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     * @throws SentimentException if it is not what it is said to be
     */
    void run() throws IOException;
  }

  /** Adds a fault. */
  public void add(String fault) {
    count++;
    if (shown.size() < MOST_SHOWN) {
      shown.add(fault);
    }
  }

  /**
   * Runs a step; if it fails because of the data, adds a fault.
   *
   * @return whether it was read
   */
  public boolean collect(Step step) throws IOException {
    try {
      step.run();
      return true;
    } catch (SentimentException e) {
      if (e.code() != ErrorCode.INVALID_DATA) {
        throw e;
      }
      add(e.detail());
    } catch (FileSystemException e) {
      if (count == 0) {
        onlyFile = e;
      }
      add(message(e));
    }
    return false;
  }

  private static String message(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": there is no such file";
    }
    return e instanceof AccessDeniedException
        ? e.getFile() + ": no permission to open it"
        : Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  /** Returns the number of faults. */
  public long count() {
    return count;
  }

  /**
   * Throws all faults as one exception, with the first ones of many in its message.
   *
   * @throws SentimentException {@code INVALID_DATA} if there are any
   * @throws FileSystemException if the only one is a file that cannot be opened
   */
  public void throwIfAny() throws FileSystemException {
    if (count == 0) {
      return;
    }
    if (count == 1) {
      if (onlyFile != null) {
        throw onlyFile;
      }
      throw InvalidData.of(shown.get(0));
    }
    StringBuilder all = new StringBuilder(count + " faults in the data:");
    shown.forEach(fault -> all.append("\n  ").append(fault));
    if (count > shown.size()) {
      all.append("\n  and ").append(count - shown.size()).append(" more");
    }
    throw InvalidData.of(all.append("\n").toString());
  }
}
