package io.github.sentiment4j.model.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigJsonFuzzTest {
  private static final Path FOLDER =
      FuzzedFile.folderWith(
          Goldens.checkpoint("qwen2-tied"),
          "model.safetensors",
          "tokenizer.json",
          "tokenizer_config.json");
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, "config.json");

  static Stream<byte[]> configs() throws IOException {
    return Stream.of(
        Files.readAllBytes(Goldens.checkpoint("qwen2-tied/config.json")),
        Files.readAllBytes(Goldens.checkpoint("qwen3-tied/config.json")),
        Files.readAllBytes(Goldens.checkpoint("llama-untied/config.json")));
  }

  /** The other files of the folder are those of the first one. */
  @MethodSource("configs")
  @FuzzTest(maxDuration = "10s")
  void read_anyConfig_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> HuggingFaceCheckpoint.read(FOLDER));
  }
}
