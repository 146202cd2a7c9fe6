package io.github.sentiment4j.jni.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Passes llama.cpp's log lines to the logger {@code io.github.sentiment4j.native}; {@code java.cpp}
 * calls it. Lines of the level INFO are logged as DEBUG, because they help developers of llama.cpp
 * only.
 */
final class NativeLog {
  private static final Logger LOGGER = System.getLogger("io.github.sentiment4j.native");

  /** The levels of {@code ggml_log_level}: none, debug, info, warn, error, cont. */
  private static final Level[] LEVELS = {
    Level.TRACE, Level.TRACE, Level.DEBUG, Level.DEBUG, Level.WARNING, Level.DEBUG
  };

  private NativeLog() {}

  static void log(int level, byte[] line) {
    Level to = level >= 0 && level < LEVELS.length ? LEVELS[level] : Level.DEBUG;
    if (LOGGER.isLoggable(to)) {
      LOGGER.log(to, new String(line, StandardCharsets.UTF_8));
    }
  }
}
