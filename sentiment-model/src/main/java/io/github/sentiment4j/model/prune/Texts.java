package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.ModelFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Texts that can be read several times, such as the lines of a file. */
public interface Texts {
  /** The byte order mark that some programs write in front of UTF-8. */
  String BYTE_ORDER_MARK = "\uFEFF";

  /** Returns the source of the texts, for messages. */
  Path source();

  /**
   * Reads all texts in their order.
   *
   * @param reader gets each text
   * @throws IOException if they cannot be read
   * @throws ModelFileException if they are malformed, such as not UTF-8
   */
  void forEach(Consumer<String> reader) throws IOException;

  /** The lines of a UTF-8 file that are not blank, without a leading byte order mark. */
  static Texts lines(Path file) {
    Objects.requireNonNull(file, "file");
    return new Texts() {
      @Override
      public Path source() {
        return file;
      }

      @Override
      public void forEach(Consumer<String> reader) throws IOException {
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            String content =
                line == 1 && text.startsWith(BYTE_ORDER_MARK)
                    ? text.substring(BYTE_ORDER_MARK.length())
                    : text;
            if (!content.isBlank()) {
              reader.accept(content);
            }
          }
        } catch (CharacterCodingException e) {
          throw ModelFileException.invalid(file, "after line " + line, "UTF-8", "other bytes", e);
        }
      }
    };
  }

  /** Texts in memory. */
  static Texts of(Path source, List<String> texts) {
    List<String> copy = List.copyOf(texts);
    return new Texts() {
      @Override
      public Path source() {
        return source;
      }

      @Override
      public void forEach(Consumer<String> reader) {
        copy.forEach(reader);
      }
    };
  }
}
