package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.gguf.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the goldens, and writes the tiny model for the scripts that make the goldens. */
final class Goldens {
  private static final Pattern UTF16_UNIT = Pattern.compile("\\\\u([0-9a-f]{4})");

  /** The tiny model, which each run of the tests writes. */
  private static final Path TINY_MODEL = writeTinyModel();

  private Goldens() {}

  /** Returns {@code target/goldens/tiny.gguf}. The goldens contain its SHA-256. */
  static Path tinyModel() {
    return TINY_MODEL;
  }

  private static Path writeTinyModel() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "goldens"));
      return TinyModel.builder().write(folder.resolve("tiny.gguf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines of a file in the folder of goldens. */
  static List<String> lines(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Goldens.class.getResourceAsStream("/goldens/" + name), UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the cells of each row, without comments and the row of titles. */
  static List<List<String>> rows(String name) {
    return lines(name).stream()
        .filter(line -> !line.startsWith("#"))
        .skip(1)
        .map(line -> List.of(line.split("\t", -1)))
        .toList();
  }

  /** Replaces the escape of each UTF-16 unit with the unit. */
  static String unescape(String cell) {
    return UTF16_UNIT
        .matcher(cell)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }
}
