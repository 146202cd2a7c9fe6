package io.github.sentiment4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * The stable names of everything that can go wrong. A code keeps its name and meaning for good;
 * {@link #anchor()} is its place in {@code docs/troubleshooting.md}.
 */
public enum ErrorCode {
  /** No model was named, or the named file does not exist or cannot be opened. */
  MODEL_NOT_FOUND,
  /** The model file is damaged: truncated, not GGUF at all, or at odds with itself. */
  MODEL_INVALID,
  /** The model file is sound, but not of a kind that can classify (architecture, version, type). */
  MODEL_UNSUPPORTED,
  /** No engine can run this model on this machine; the message lists each engine and its reason. */
  ENGINE_UNAVAILABLE,
  /**
   * The engine failed while it worked; when it cannot go on it refuses all later calls with this.
   */
  ENGINE_FAILED,
  /** A setting is out of its range, or does not fit another one or the model. */
  INVALID_SETTING,
  /**
   * Labelled texts that cannot be read, or of which nothing can be computed: too few, of one class.
   */
  INVALID_DATA,
  /** The text has no content: null, empty or white space only. */
  EMPTY_TEXT,
  /** The text is not well-formed Unicode (a lone surrogate). */
  INVALID_TEXT,
  /** The text has too many tokens and truncation is {@link Truncation#REJECT}. */
  TEXT_TOO_LONG,
  /** The model gave scores that are not finite numbers; its weights are damaged. */
  SCORES_NOT_FINITE,
  /**
   * As many texts as {@code maxPending} allows are waiting already, and the policy is {@link
   * OverloadPolicy#REFUSE}.
   */
  BUSY,
  /** The deadline passed before the result was there. */
  DEADLINE_EXCEEDED,
  /** The call was cancelled. */
  CANCELLED,
  /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
  INTERRUPTED,
  /** The classifier is closed. */
  CLOSED;

  private static final String TROUBLESHOOTING = troubleshooting();

  /** Returns the anchor in {@code docs/troubleshooting.md}, such as {@code model-not-found}. */
  public String anchor() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the address of the section about this code, which every message ends with. */
  public String page() {
    return TROUBLESHOOTING + "#" + anchor();
  }

  private static String troubleshooting() {
    Properties project = new Properties();
    try (InputStream in = ErrorCode.class.getResourceAsStream("project.properties")) {
      project.load(Objects.requireNonNull(in, "project.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return project.getProperty("troubleshooting");
  }
}
