package io.github.sentiment4j.cli.command;

import java.lang.reflect.AnnotatedElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Replaces each {@link Alias} on a command line by the option's own name, and underscores in a name
 * ({@code --max_tokens}) by hyphens. Values, other arguments and unknown names stay as they are.
 */
public final class OptionNames {
  private static final String PREFIX = "--";

  private OptionNames() {}

  /** Returns a command line with the options' own names. */
  public static String[] canonical(CommandLine root, String... args) {
    String[] named = args.clone();
    Map<String, String> names = of(root);
    CommandLine command = root;
    for (int i = 0; i < args.length && !args[i].equals(PREFIX); i++) {
      CommandLine called = command.getSubcommands().get(args[i]);
      if (called != null) {
        command = called;
        names = of(command);
      } else if (args[i].startsWith(PREFIX)) {
        String written = written(args[i]);
        String name = names.getOrDefault(hyphenated(written), written);
        named[i] = name + args[i].substring(written.length());
      }
    }
    return named;
  }

  /** Returns all names and aliases of a command's options, each with the option's own name. */
  public static Map<String, String> of(CommandLine command) {
    Map<String, String> names = new HashMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      aliases(option).forEach(alias -> names.put(alias, option.longestName()));
      for (String name : option.names()) {
        names.put(name, name);
      }
    }
    return names;
  }

  /** Returns the names and aliases of a command's options that are similar to an unknown one. */
  static List<String> similar(CommandLine command, String argument) {
    CommandSpec all = CommandSpec.create();
    of(command).keySet().forEach(name -> all.addOption(OptionSpec.builder(name).build()));
    return new UnmatchedArgumentException(
            new CommandLine(all), List.of(hyphenated(written(argument))))
        .getSuggestions();
  }

  public static List<String> aliases(OptionSpec option) {
    Alias alias =
        option.userObject() instanceof AnnotatedElement element
            ? element.getAnnotation(Alias.class)
            : null;
    return alias == null ? List.of() : List.of(alias.value());
  }

  /** Returns the name in {@code --name} or {@code --name=value}. */
  public static String written(String argument) {
    int end = argument.indexOf('=');
    return end < 0 ? argument : argument.substring(0, end);
  }

  public static String hyphenated(String name) {
    return name.replace('_', '-');
  }
}
