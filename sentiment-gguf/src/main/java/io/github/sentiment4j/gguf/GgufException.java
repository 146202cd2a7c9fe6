package io.github.sentiment4j.gguf;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A GGUF file cannot be used. The message reads {@code file: place: expected …, found …}; the place
 * is an offset, a key or a tensor.
 */
public final class GgufException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why a file cannot be used. */
  public enum Kind {
    /** There is no such file, or it cannot be opened. */
    NOT_FOUND,
    /** The file is damaged, no GGUF file at all, or at odds with itself. */
    CORRUPT,
    /** The file is sound, but of a version, architecture or type that is not supported. */
    UNSUPPORTED
  }

  /** Why the file cannot be used. */
  private final Kind kind;

  private GgufException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Why the file cannot be used. */
  public Kind kind() {
    return kind;
  }

  static GgufException notFound(Path file, String expected, String found, Throwable cause) {
    return new GgufException(Kind.NOT_FOUND, message(file, null, expected, found), cause);
  }

  static GgufException corrupt(Path file, String place, String expected, String found) {
    return new GgufException(Kind.CORRUPT, message(file, place, expected, found), null);
  }

  static GgufException unsupported(Path file, String place, String expected, String found) {
    return new GgufException(Kind.UNSUPPORTED, message(file, place, expected, found), null);
  }

  /** The file could be opened but not read to where its header says that it goes. */
  static GgufException unreadable(Path file, String place, String expected, Throwable cause) {
    return new GgufException(
        Kind.CORRUPT, message(file, place, expected, "an I/O error: " + cause), cause);
  }

  private static String message(Path file, String place, String expected, String found) {
    return file
        + ": "
        + (place == null ? "" : place + ": ")
        + "expected "
        + expected
        + ", found "
        + found;
  }
}
