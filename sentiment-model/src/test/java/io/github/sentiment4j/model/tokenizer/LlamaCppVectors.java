package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts that llama.cpp tests its Qwen2 tokenizer with, and the ids that transformers gives:
 * {@code models/ggml-vocab-qwen2.gguf.inp} and {@code .out} of llama.cpp v0.5.0.
 */
public final class LlamaCppVectors {
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  private LlamaCppVectors() {}

  /** Text to ids, in the order of the files. */
  public static Map<String, int[]> qwen2() throws IOException {
    List<String> texts = List.of(read("ggml-vocab-qwen2.gguf.inp").split(SEPARATOR, -1));
    List<String> ids = read("ggml-vocab-qwen2.gguf.out").lines().toList();
    Map<String, int[]> vectors = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      vectors.put(
          texts.get(i),
          Arrays.stream(ids.get(i).strip().split(" "))
              .filter(id -> !id.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray());
    }
    return vectors;
  }

  private static String read(String name) throws IOException {
    try (InputStream in = LlamaCppVectors.class.getResourceAsStream("/goldens/llama.cpp/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
