package io.github.sentiment4j.jni;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real model files. A test that asks for a missing one is skipped. */
final class RealModels {
  private RealModels() {}

  /** A model of 8 blocks and 56,204 tokens with its own prompt, whose prefix is empty. */
  static Path compactReference() {
    return file("sentiment4j.models", "compact-reference-q4_0.gguf");
  }

  /** Qwen2.5-Coder-0.5B-Instruct: 24 blocks, 151,936 tokens, the default prompt. */
  static Path qwen() {
    return file("sentiment4j.models", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
  }

  static Path file(String property, String name) {
    String folder = System.getProperty(property, "");
    assumeTrue(!folder.isBlank(), () -> "-D" + property + " names no folder");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in -D" + property);
    return file;
  }
}
