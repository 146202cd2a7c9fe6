package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.cli.command.InputException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.model.prune.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The texts of a file: its lines or, by its extension, the values of one column or field. Blank
 * texts are left out.
 */
public final class CorpusFile implements Texts {
  private static final String DEFAULT_NAME = "text";

  private final Path file;
  private final String name;

  private CorpusFile(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /** Returns the file of an argument {@code FILE} or {@code FILE:NAME}. */
  public static CorpusFile of(String argument) {
    return of(argument, DEFAULT_NAME);
  }

  /** Returns the file of an argument, with a default for the name of the column or field. */
  public static CorpusFile of(String argument, String defaultName) {
    int colon = argument.lastIndexOf(':');
    if (colon < 1 || new File(argument).exists() || isDrive(argument, colon)) {
      return new CorpusFile(Path.of(argument), defaultName);
    }
    return new CorpusFile(Path.of(argument.substring(0, colon)), argument.substring(colon + 1));
  }

  /** Returns whether a colon follows the letter of a drive, as in {@code C:\news.csv}. */
  private static boolean isDrive(String argument, int colon) {
    return colon == 1 && argument.startsWith("\\", 2);
  }

  @Override
  public Path source() {
    return file;
  }

  @Override
  public void forEach(Consumer<String> reader) throws IOException {
    InputFormat format = InputFormat.of(file);
    try (TextSource texts =
        format.openGuessed(DataStream.of(file), Layout.DETECTED, name, file + ":NAME")) {
      for (Optional<InputText> next = texts.next(); next.isPresent(); next = texts.next()) {
        InputText entry = next.get();
        if (entry.problem().isPresent()) {
          throw new InputException(file + ": " + entry.problem().get().message());
        }
        if (!entry.text().isBlank()) {
          reader.accept(entry.text());
        }
      }
    }
  }
}
