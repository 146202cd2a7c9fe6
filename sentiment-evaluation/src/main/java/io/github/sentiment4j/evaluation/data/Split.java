package io.github.sentiment4j.evaluation.data;

import java.util.Locale;

/** A part of the data, named for its purpose. */
public enum Split {
  /** Texts that a model learns from. */
  TRAIN,
  /** Texts that choose a checkpoint and fit the calibration. */
  VALIDATION,
  /** Texts that the final figures are measured on. */
  TEST;

  /** Returns the name in lower case, such as {@code train}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of the file in a prepared folder, such as {@code train.jsonl}. */
  public String fileName() {
    return label() + ".jsonl";
  }
}
