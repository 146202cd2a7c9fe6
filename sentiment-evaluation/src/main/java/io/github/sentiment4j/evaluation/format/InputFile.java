package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.gguf.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that was read.
 *
 * @param role the purpose: {@code data}, {@code validation}, {@code test}, {@code news}, {@code
 *     labels} or {@code events}
 * @param file the name as it was given
 * @param bytes the size
 * @param sha256 the SHA-256 of the content, 64 hexadecimal digits
 * @param items the number of objects or rows that were read
 * @param fields the fields that were found, by the names that were asked for
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
