package io.github.sentiment4j.cli.command;

import java.util.Optional;

/** A command with advice about options that it does not have. */
public interface OptionAdviser {
  /**
   * Returns advice about an unknown option.
   *
   * @param option as it was written, such as {@code --warmup_steps=10}
   */
  Optional<String> advice(String option);
}
