package io.github.sentiment4j.model.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.FuzzedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GgufFuzzTest {
  /** Enough for the tensors of the models below. */
  private static final int DATA_BYTES = 1 << 20;

  private static final FuzzedFile FILE = new FuzzedFile("model.gguf");

  /** Headers only: the data of the tensors are zeros. */
  static Stream<byte[]> headers() throws IOException {
    Path folder = FuzzedFile.temporaryFolder();
    return Stream.of(
        header(TinyModel.builder().blocks(1), folder),
        header(TinyModel.builder().blocks(1).architecture("llama").tied(false), folder));
  }

  private static byte[] header(TinyModel model, Path folder) throws IOException {
    Path file = model.write(folder.resolve("tiny.gguf"));
    int length = (int) GgufFile.read(file).dataOffset();
    byte[] header = Arrays.copyOf(Files.readAllBytes(file), length);
    Files.delete(file);
    return header;
  }

  @MethodSource("headers")
  @FuzzTest(maxDuration = "20s")
  void read_anyFile_isReadOrRefused(byte[] bytes) {
    // Without its data a file is one that is cut off.
    FILE.feed(bytes, bytes.length % 8 == 1 ? 0 : DATA_BYTES, GgufCheckpoint::read);
  }
}
