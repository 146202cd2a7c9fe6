package io.github.sentiment4j.core;

/** The device that runs the model. */
public enum Device {
  /**
   * The best device that is usable here (the default). {@link EngineInfo} names it and the reason.
   */
  AUTO,
  /** The CPU. */
  CPU,
  /** A GPU. If none is usable, opening fails with {@link ErrorCode#ENGINE_UNAVAILABLE}. */
  GPU
}
