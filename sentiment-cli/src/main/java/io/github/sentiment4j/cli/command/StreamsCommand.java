package io.github.sentiment4j.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command with the streams of the process, which returns its exit code. */
public abstract class StreamsCommand implements Callable<Integer> {
  /** The streams of the process. */
  protected final Streams streams;

  /** The description of this command, which picocli sets. */
  @Spec protected CommandSpec spec;

  /** Creates the command. */
  protected StreamsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public abstract Integer call() throws IOException;

  /** Returns the exception for a wrong command line. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Does some work on the options.
   *
   * @throws ParameterException if the work throws an {@link IllegalArgumentException}
   * @throws IOException if the work throws it
   */
  protected final <T> T checked(CommandFiles.Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }
}
