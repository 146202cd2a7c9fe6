package io.github.sentiment4j.cli.command;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line to paste into a POSIX shell. */
public final class ShellCommand {
  /** The name under which the launcher script was called; the script sets it. */
  private static final String PROGRAM_PROPERTY = "sentiment4j.command";

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:,=@%+-]+");

  private ShellCommand() {}

  /** Returns the command {@code sentiment} with arguments, each in quotes where it needs them. */
  public static String of(Object... arguments) {
    return quoted(System.getProperty(PROGRAM_PROPERTY, "sentiment"))
        + Arrays.stream(arguments)
            .map(argument -> " " + quoted(argument.toString()))
            .collect(Collectors.joining());
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
