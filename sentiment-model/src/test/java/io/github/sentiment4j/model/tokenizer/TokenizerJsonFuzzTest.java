package io.github.sentiment4j.model.tokenizer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sentiment4j.model.FuzzedFile;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerJsonFuzzTest {
  private static final Path FOLDER =
      FuzzedFile.folderWith(
          Goldens.checkpoint("qwen2-tied"), "config.json", "tokenizer_config.json");
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, "tokenizer.json");

  static Stream<byte[]> tokenizers() throws IOException {
    return Stream.of(
        Files.readAllBytes(Goldens.checkpoint("qwen2-tied/tokenizer.json")),
        Files.readAllBytes(Goldens.checkpoint("llama-tied/tokenizer.json")));
  }

  @MethodSource("tokenizers")
  @FuzzTest(maxDuration = "10s")
  void read_anyTokenizer_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> HuggingFaceTokenizer.read(FOLDER));
  }
}
