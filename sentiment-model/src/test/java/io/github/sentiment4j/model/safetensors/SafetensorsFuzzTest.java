package io.github.sentiment4j.model.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFuzzTest {
  private static final FuzzedFile FILE = new FuzzedFile("model.safetensors");

  static Stream<byte[]> files() throws IOException {
    Path goldens = Path.of("src/test/resources/goldens/tensors/safetensors");
    return Stream.of(
        Files.readAllBytes(goldens.resolve("types.safetensors")),
        Files.readAllBytes(goldens.resolve("plain.safetensors")));
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "10s")
  void read_anyFile_isReadOrRefused(byte[] bytes) {
    FILE.feed(
        bytes,
        path -> {
          SafetensorsFile file = SafetensorsFile.read(path);
          file.tensors().forEach(file::weight);
        });
  }
}
