package io.github.sentiment4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where {@code checkpoints.py} has put what it made. */
public final class Goldens {
  private Goldens() {}

  /** A file or folder under {@code goldens/checkpoints}. */
  public static Path checkpoint(String name) {
    try {
      return Path.of(Goldens.class.getResource("/goldens/checkpoints/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The elements of the JSON list in a file under {@code goldens}. */
  public static Stream<JsonNode> cases(String name) {
    try (InputStream in = Goldens.class.getResourceAsStream("/goldens/" + name)) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(in).forEach(cases::add);
      return cases.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a folder that a test may damage. */
  public static Path copy(String name, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(checkpoint(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  /** Replaces a text in a file, which must be there. */
  public static void replace(Path file, String text, String by) throws IOException {
    String before = Files.readString(file);
    if (!before.contains(text)) {
      throw new IllegalArgumentException(text + " is not in " + file);
    }
    Files.writeString(file, before.replace(text, by));
  }

  /** The names of the models. */
  public static List<String> models() {
    return List.of("qwen2-tied", "qwen2-untied", "qwen3-tied", "llama-tied", "llama-untied");
  }
}
