package io.github.sentiment4j.model.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsIndexFuzzTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/goldens/tensors/safetensors/sharded");
  private static final String INDEX = "model.safetensors.index.json";
  private static final Path FOLDER = FuzzedFile.temporaryFolder();
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, INDEX);

  static {
    for (String shard :
        new String[] {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"}) {
      try {
        Files.copy(GOLDEN.resolve(shard), FOLDER.resolve(shard)).toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Stream<byte[]> indexes() throws IOException {
    return Stream.of(Files.readAllBytes(GOLDEN.resolve(INDEX)));
  }

  @MethodSource("indexes")
  @FuzzTest(maxDuration = "5s")
  void read_anyIndex_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> SafetensorsFolder.read(FOLDER));
  }
}
