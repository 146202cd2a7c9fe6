package io.github.sentiment4j.evaluation.data;

import java.util.Locale;

/** What a part of the data is for. */
public enum Split {
  /** Texts that a model learns from. */
  TRAIN,
  /** Texts that choose a checkpoint and fit the calibration. */
  VALIDATION,
  /** Texts that the final figures are measured on. */
  TEST;

  /** Its name in lower case, such as {@code train}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The file in a prepared folder, such as {@code train.jsonl}. */
  public String fileName() {
    return label() + ".jsonl";
  }
}
