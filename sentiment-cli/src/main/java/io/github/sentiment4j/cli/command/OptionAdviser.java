package io.github.sentiment4j.cli.command;

import java.util.Optional;

/** A command that knows what its users may mean by an option that it does not have. */
public interface OptionAdviser {
  /**
   * Returns what to do instead.
   *
   * @param option as it was written, such as {@code --warmup_steps=10}
   */
  Optional<String> advice(String option);
}
