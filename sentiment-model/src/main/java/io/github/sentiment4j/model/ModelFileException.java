package io.github.sentiment4j.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model file cannot be used or made. The message reads {@code file: place: expected …, found …},
 * followed by what to do next where that is not obvious; the place is a tensor, a JSON field, an
 * offset or a line.
 */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why a file cannot be used. */
  public enum Kind {
    /** There is no such file, or it cannot be opened. */
    NOT_FOUND,
    /** The file is damaged, no file of its kind at all, or at odds with itself. */
    CORRUPT,
    /** The file is sound, but of an architecture, type or feature that is not supported. */
    UNSUPPORTED,
    /** Two files that do not belong together, such as an adapter and the base of another one. */
    MISMATCH
  }

  /** Why the file cannot be used. */
  private final Kind kind;

  private ModelFileException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Why the file cannot be used. */
  public Kind kind() {
    return kind;
  }

  /** A complaint about a place in a file; the place may be empty. */
  public static ModelFileException of(
      Kind kind, Path file, String place, String expected, String found) {
    return of(kind, file, place, expected, found, null);
  }

  /** A complaint about a place in a file with the failure behind it; the place may be empty. */
  public static ModelFileException of(
      Kind kind, Path file, String place, String expected, String found, Throwable cause) {
    return new ModelFileException(
        kind,
        file
            + ": "
            + (place.isEmpty() ? "" : place + ": ")
            + "expected "
            + expected
            + ", found "
            + found,
        cause);
  }
}
