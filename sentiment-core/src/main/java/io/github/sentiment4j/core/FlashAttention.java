package io.github.sentiment4j.core;

/** Whether attention is computed without storing the score matrix (Dao et al. 2022). */
public enum FlashAttention {
  /** As the engine thinks best for the device (the default). */
  AUTO,
  /** Always. */
  ON,
  /** Never. */
  OFF
}
