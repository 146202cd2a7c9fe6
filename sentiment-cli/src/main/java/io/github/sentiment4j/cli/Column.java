package io.github.sentiment4j.cli;

import java.util.List;

/**
 * A column of a table or field of an object that is wanted.
 *
 * @param names its possible names; the first one that is there is taken
 * @param content what is in it, for messages
 * @param option that names another one, for messages
 */
record Column(List<String> names, String content, String option) {
  /** Copies the list. */
  Column {
    names = List.copyOf(names);
  }

  /** The one with the text. */
  static Column ofText(String name, String option) {
    return new Column(List.of(name), "text", option);
  }

  /** The names in quotes. */
  String quoted() {
    return "\"" + String.join("\" or \"", names) + "\"";
  }

  /** How to name another one. */
  String hint() {
    return option + " names the one with the " + content;
  }
}
