package io.github.sentiment4j.examples;

import java.nio.file.Path;

/** Where the examples take their model from. */
final class ModelFile {
  private ModelFile() {}

  /** The first argument, else {@code SENTIMENT4J_MODEL}. */
  static Path of(String[] args) {
    String name = args.length > 0 ? args[0] : System.getenv("SENTIMENT4J_MODEL");
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "Name a GGUF file as the first argument or in SENTIMENT4J_MODEL; docs/model-files.md says"
              + " what it must be");
    }
    return Path.of(name);
  }
}
