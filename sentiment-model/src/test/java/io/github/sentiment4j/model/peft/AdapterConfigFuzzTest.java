package io.github.sentiment4j.model.peft;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterConfigFuzzTest {
  private static final Checkpoint BASE =
      HuggingFaceCheckpoint.read(Goldens.checkpoint("qwen2-tied"));
  private static final Path FOLDER =
      FuzzedFile.folderWith(Goldens.checkpoint("adapters/plain"), "adapter_model.safetensors");
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, "adapter_config.json");

  static Stream<byte[]> configs() throws IOException {
    return Stream.of(
        Files.readAllBytes(Goldens.checkpoint("adapters/plain/adapter_config.json")),
        Files.readAllBytes(Goldens.checkpoint("adapters/patterns/adapter_config.json")),
        Files.readAllBytes(Goldens.checkpoint("adapters/saved/adapter_config.json")));
  }

  @MethodSource("configs")
  @FuzzTest(maxDuration = "5s")
  void of_anyConfig_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> MergedCheckpoint.of(BASE, FOLDER));
  }
}
