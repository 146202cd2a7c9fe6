package io.github.sentiment4j.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Options, each with one or several values, and what is left. */
record Arguments(Map<String, List<String>> options, List<Path> files) {
  static Arguments parse(String[] args, String... known) {
    Map<String, List<String>> options = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        files.add(Path.of(args[i]));
      } else if (!List.of(known).contains(args[i])) {
        throw new IllegalArgumentException(
            "unknown option " + args[i] + "; options are " + String.join(", ", known));
      } else if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      } else {
        options.computeIfAbsent(args[i], name -> new ArrayList<>()).add(args[++i]);
      }
    }
    return new Arguments(options, files);
  }

  String one(String name) {
    List<String> values = options.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "expected " + name + " once, found it " + values.size() + " times");
    }
    return values.get(0);
  }

  List<Path> paths(String name) {
    return options.getOrDefault(name, List.of()).stream().map(Path::of).toList();
  }

  List<Path> some(String name) {
    if (!options.containsKey(name)) {
      throw new IllegalArgumentException("expected " + name + ", once or several times");
    }
    return paths(name);
  }

  long number(String name, long atLeast) {
    String value = one(name);
    if (!value.matches("[0-9]{1,9}") || Long.parseLong(value) < atLeast) {
      throw new IllegalArgumentException(
          name + " is a whole number from " + atLeast + " on, found '" + value + "'");
    }
    return Long.parseLong(value);
  }

  double share(String name) {
    String value = options.containsKey(name) ? one(name) : "0";
    if (!value.matches("0|1|0?\\.[0-9]+")) {
      throw new IllegalArgumentException(name + " is a share from 0 to 1, found '" + value + "'");
    }
    return Double.parseDouble(value);
  }
}
