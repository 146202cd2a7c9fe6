package io.github.sentiment4j.cli.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The standard streams and the environment of a command. Text is UTF-8 in every direction, whatever
 * the platform's charset.
 *
 * @param in standard input
 * @param out standard output; unlike {@link System#out} it reports failures
 * @param err standard error, flushed line by line
 * @param environment the environment variables
 * @param terminal whether {@code err} is a terminal, where progress may be drawn
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    Map<String, String> environment,
    boolean terminal) {

  /** Set by the launcher script, because Java cannot tell whether standard error is a terminal. */
  private static final String TERMINAL_PROPERTY = "sentiment4j.terminal";

  public Streams {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    environment = Map.copyOf(environment);
  }

  /** Returns the streams of this process. */
  public static Streams ofProcess() {
    return new Streams(
        StandardStreams.in(),
        new BufferedOutputStream(StandardStreams.out()),
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true),
        System.getenv(),
        Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** Returns a writer to standard output. */
  public Writer outWriter() {
    return new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  /** Returns a writer for progress: standard error if that is a terminal, else nowhere. */
  public PrintWriter progress() {
    return terminal ? err : new PrintWriter(Writer.nullWriter());
  }
}
