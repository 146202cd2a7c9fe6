package io.github.sentiment4j.model.tokenizer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.model.FuzzedFile;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerJsonFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER =
      FuzzedFile.folderWith(
          Goldens.checkpoint("qwen2-tied"), "config.json", "tokenizer_config.json");
  private static final FuzzedFile FILE = new FuzzedFile(FOLDER, "tokenizer.json");

  static Stream<byte[]> tokenizers() throws IOException {
    byte[] qwen2 = Files.readAllBytes(Goldens.checkpoint("qwen2-tied/tokenizer.json"));
    return Stream.of(
        qwen2,
        Files.readAllBytes(Goldens.checkpoint("llama-tied/tokenizer.json")),
        spelledOtherwise(qwen2));
  }

  /**
   * As many steps as there may be, none of them spelled as those of Qwen2: compared the longest.
   */
  private static byte[] spelledOtherwise(byte[] tokenizer) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(tokenizer);
    ArrayNode steps = (ArrayNode) json.at("/pre_tokenizer/pretokenizers");
    ObjectNode split = (ObjectNode) steps.get(0);
    String regex = split.at("/pattern/Regex").textValue();
    split.putObject("pattern").put("Regex", regex.replace("\\s+", "[\\s]+"));
    for (int i = 1; i < 5; i++) {
      steps.insert(0, split);
    }
    return JSON.writeValueAsBytes(json);
  }

  @MethodSource("tokenizers")
  @FuzzTest(maxDuration = "10s")
  void read_anyTokenizer_isReadOrRefused(byte[] bytes) {
    FILE.feed(bytes, path -> TokenizerFolder.read(FOLDER));
  }
}
