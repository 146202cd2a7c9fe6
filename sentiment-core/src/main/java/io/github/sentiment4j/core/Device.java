package io.github.sentiment4j.core;

/** Where the model runs. */
public enum Device {
  /**
   * The best device that is usable here (the default); {@link ClassifierInfo} says which and why.
   */
  AUTO,
  /** The CPU. */
  CPU,
  /** A GPU, or {@link ErrorCode#ENGINE_UNAVAILABLE} with the reason. */
  GPU
}
