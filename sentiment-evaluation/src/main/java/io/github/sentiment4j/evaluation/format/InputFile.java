package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.gguf.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that was read.
 *
 * @param role what for: {@code data}, {@code validation}, {@code test}, {@code news}, {@code
 *     labels} or {@code events}
 * @param file its name as it was given
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits
 * @param items what was read of it: objects or rows
 * @param fields the fields that were found, as they were asked for
 */
public record InputFile(
    String role, Path file, long bytes, String sha256, long items, List<String> fields) {
  public InputFile {
    fields = List.copyOf(fields);
  }

  public static InputFile of(String role, Path file, long items, List<String> fields)
      throws IOException {
    return new InputFile(role, file, Files.size(file), ModelManifest.hash(file), items, fields);
  }
}
