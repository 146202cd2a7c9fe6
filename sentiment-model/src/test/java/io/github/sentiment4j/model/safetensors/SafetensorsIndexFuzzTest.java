package io.github.sentiment4j.model.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsIndexFuzzTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/goldens/tensors/safetensors/sharded");
  private static final String INDEX = "model.safetensors.index.json";
  private static final Path FOLDER =
      FuzzedFile.folderWith(
          GOLDEN, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, INDEX);

  static Stream<byte[]> indexes() throws IOException {
    return Stream.of(Files.readAllBytes(GOLDEN.resolve(INDEX)));
  }

  @MethodSource("indexes")
  @FuzzTest(maxDuration = "5s")
  void read_anyIndex_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> SafetensorsFolder.read(FOLDER));
  }
}
