package io.github.sentiment4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * The kind of a failure. The name and the meaning of a code never change. {@link #anchor()} is its
 * anchor in {@code docs/troubleshooting.md}.
 */
public enum ErrorCode {
  /** No model was named, or the named file does not exist or cannot be opened. */
  MODEL_NOT_FOUND,
  /** The model file is damaged: it is truncated, inconsistent or not a GGUF file. */
  MODEL_INVALID,
  /** The model file is sound, but its architecture, version or type is not supported. */
  MODEL_UNSUPPORTED,
  /** No engine can run this model on this machine. The message lists each engine and its reason. */
  ENGINE_UNAVAILABLE,
  /** The engine failed. An engine that cannot continue refuses all later calls with this code. */
  ENGINE_FAILED,
  /** A setting is out of its range, or does not fit another one or the model. */
  INVALID_SETTING,
  /** The labelled texts cannot be read, or they are too few or of too few classes for a figure. */
  INVALID_DATA,
  /** The text has no content: it is null, empty or white space only. */
  EMPTY_TEXT,
  /** The text is not well-formed Unicode: it has a lone surrogate. */
  INVALID_TEXT,
  /** The text has too many tokens and truncation is {@link Truncation#REJECT}. */
  TEXT_TOO_LONG,
  /** The scores are not finite numbers, because the weights of the model are damaged. */
  SCORES_NOT_FINITE,
  /**
   * As many texts wait as {@code maxPending} allows, and the policy is {@link
   * OverloadPolicy#REFUSE}.
   */
  BUSY,
  /** The deadline passed before the result was ready. */
  DEADLINE_EXCEEDED,
  /** The call was cancelled. */
  CANCELLED,
  /** The calling thread was interrupted while it waited. Its interrupt flag is set again. */
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
