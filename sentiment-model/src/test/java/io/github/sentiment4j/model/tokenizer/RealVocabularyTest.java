package io.github.sentiment4j.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.GgufWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vocabularies of real models in the folder {@code -Dsentiment4j.models}. */
class RealVocabularyTest {
  private static final String QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
  private static final String SMOLLM = "SmolLM2-135M-Instruct.Q4_1.gguf";
  private static final String COMPACT = "compact-reference-q4_0.gguf";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {QWEN, SMOLLM, COMPACT})
  void writeTo_vocabularyOfAFile_isTheSameKeys(String name) throws Exception {
    GgufFile file = model(name);
    GgufWriter writer = GgufWriter.create();

    Vocabulary.of(file).writeTo(writer);

    writer.write(folder.resolve("copy.gguf"));
    assertThat(tokenizerKeys(GgufFile.read(folder.resolve("copy.gguf"))))
        .isEqualTo(tokenizerKeys(file));
  }

  private static Map<String, GgufValue> tokenizerKeys(GgufFile file) {
    Map<String, GgufValue> keys = new TreeMap<>(file.metadata());
    keys.keySet().removeIf(key -> !key.startsWith("tokenizer."));
    return keys;
  }

  private static GgufFile model(String name) {
    String folder = System.getProperty("sentiment4j.models", "");
    assumeTrue(!folder.isBlank(), "-Dsentiment4j.models names no folder");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in " + folder);
    return GgufFile.read(file);
  }
}
