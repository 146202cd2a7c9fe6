package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code tokenizers.py} has made. */
final class TokenizerGoldens {
  private TokenizerGoldens() {}

  /** The cases of which there are a folder and the keys that belong to it. */
  static List<String> cases() {
    return List.of(
        "qwen2-published",
        "qwen2-decoder",
        "qwen2-templates",
        "qwen2-bare",
        "smollm-published",
        "smollm-old");
  }

  /** Puts the folder of a case together, for a test to read and to damage. */
  static Path folder(String name, Path target) throws IOException {
    copy(resource(name.substring(0, name.indexOf('-'))), target);
    copy(resource(name), target);
    return target;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** A golden in JSON. */
  static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(resource(name)));
  }

  private static Path resource(String name) {
    try {
      return Path.of(TokenizerGoldens.class.getResource("/goldens/tokenizers/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A GGUF file with a vocabulary and nothing else. */
  static GgufFile gguf(Vocabulary vocabulary, Path file) throws IOException {
    GgufWriter writer = GgufWriter.create().putString("general.architecture", "qwen2");
    vocabulary.writeTo(writer);
    writer.write(file);
    return GgufFile.read(file);
  }
}
