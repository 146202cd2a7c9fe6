package io.github.sentiment4j.core;

/** The use of flash attention, which does not store the score matrix (Dao et al. 2022). */
public enum FlashAttention {
  /** The engine decides for the device (the default). */
  AUTO,
  /** Flash attention is always used. */
  ON,
  /** Flash attention is never used. */
  OFF
}
