package io.github.sentiment4j.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of a file: the text of each line of a .jsonl file, each line as it is of any other. */
final class TextFile {
  private static final Pattern TEXT =
      Pattern.compile("\"text\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

  private TextFile() {}

  static List<String> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (!file.toString().endsWith(".jsonl")) {
      return lines;
    }
    List<String> texts = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Matcher text = TEXT.matcher(lines.get(i));
      if (!text.find()) {
        throw new IllegalArgumentException(file + ":" + (i + 1) + ": expected {\"text\": \"...\"}");
      }
      texts.add(unescape(text.group(1)));
    }
    return texts;
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) != null
                        ? Character.toString(Integer.parseInt(escape.group(1), 16))
                        : "bfnrt".contains(escape.group(2)) ? " " : escape.group(2)));
  }
}
