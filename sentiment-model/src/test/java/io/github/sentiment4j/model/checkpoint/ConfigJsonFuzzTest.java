package io.github.sentiment4j.model.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigJsonFuzzTest {
  private static final FuzzedFile FILE = new FuzzedFile("config.json");

  static Stream<byte[]> configs() throws IOException {
    return Stream.of(
        Files.readAllBytes(Goldens.checkpoint("qwen2-tied/config.json")),
        Files.readAllBytes(Goldens.checkpoint("qwen3-tied/config.json")),
        Files.readAllBytes(Goldens.checkpoint("llama-untied/config.json")));
  }

  @MethodSource("configs")
  @FuzzTest(maxDuration = "5s")
  void read_anyConfig_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, ConfigJson::read);
  }
}
