package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a model file cannot be used or made: a GGUF file, a checkpoint, a tokenizer or an
 * adapter. The message reads {@code file: place: expected …, found …}, followed by the next step
 * where that is not obvious. The place is an offset, a key, a tensor or a line.
 */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * The reason why a file cannot be used. Each constant has the name of the {@code ErrorCode} of
   * {@code io.github.sentiment4j.core} that a classifier reports for it.
   */
  public enum Kind {
    /** The file does not exist or cannot be opened. */
    MODEL_NOT_FOUND,
    /** The file is damaged, of another format, or contradicts itself. */
    MODEL_INVALID,
    /** The file is sound, but its version, architecture, type or feature is not supported. */
    MODEL_UNSUPPORTED,
    /** The file is sound, but does not fit another one, as an adapter of another base model. */
    INVALID_SETTING
  }

  private final Kind kind;

  private ModelFileException(
      Kind kind,
      Path file,
      String place,
      String expected,
      String found,
      @Nullable Throwable cause) {
    super(
        file
            + ": "
            + (place.isEmpty() ? "" : place + ": ")
            + "expected "
            + expected
            + ", found "
            + found,
        cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Returns the reason why the file cannot be used. */
  public Kind kind() {
    return kind;
  }

  /** Returns an exception about a place in a file; the place may be empty. */
  public static ModelFileException of(
      Kind kind, Path file, String place, String expected, String found) {
    return new ModelFileException(kind, file, place, expected, found, null);
  }

  /** Returns an exception about a place in a file with its cause; the place may be empty. */
  public static ModelFileException of(
      Kind kind,
      Path file,
      String place,
      String expected,
      String found,
      @Nullable Throwable cause) {
    return new ModelFileException(kind, file, place, expected, found, cause);
  }

  /** Returns an exception of kind {@link Kind#MODEL_NOT_FOUND}. */
  public static ModelFileException notFound(
      Path file, String place, String expected, String found) {
    return of(Kind.MODEL_NOT_FOUND, file, place, expected, found);
  }

  /** Returns an exception of kind {@link Kind#MODEL_NOT_FOUND} with its cause. */
  public static ModelFileException notFound(
      Path file, String place, String expected, String found, Throwable cause) {
    return of(Kind.MODEL_NOT_FOUND, file, place, expected, found, cause);
  }

  /** Returns an exception of kind {@link Kind#MODEL_INVALID}. */
  public static ModelFileException invalid(Path file, String place, String expected, String found) {
    return of(Kind.MODEL_INVALID, file, place, expected, found);
  }

  /** Returns an exception of kind {@link Kind#MODEL_INVALID} with its cause. */
  public static ModelFileException invalid(
      Path file, String place, String expected, String found, Throwable cause) {
    return of(Kind.MODEL_INVALID, file, place, expected, found, cause);
  }

  /** Returns an exception of kind {@link Kind#MODEL_UNSUPPORTED}. */
  public static ModelFileException unsupported(
      Path file, String place, String expected, String found) {
    return of(Kind.MODEL_UNSUPPORTED, file, place, expected, found);
  }

  /** Returns an exception of kind {@link Kind#INVALID_SETTING}: two files do not fit together. */
  public static ModelFileException mismatch(
      Path file, String place, String expected, String found) {
    return of(Kind.INVALID_SETTING, file, place, expected, found);
  }

  /** Returns the exception for a file that changed while it was read in several steps. */
  public static ModelFileException changed(Path file) {
    return invalid(
        file,
        "",
        "a file that stays as it is while it is read",
        "that it was changed, replaced or removed meanwhile; try again when nothing writes to it");
  }

  /** Returns the exception for a file that was opened and could not be read to its end. */
  static ModelFileException unreadable(
      Path file, String place, String expected, IOException cause) {
    return invalid(file, place, expected, "an I/O error: " + cause, cause);
  }
}
