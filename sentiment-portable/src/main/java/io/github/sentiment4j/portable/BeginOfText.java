package io.github.sentiment4j.portable;

import io.github.sentiment4j.gguf.GgufFile;
import java.util.Set;

/** The token that belongs before every prompt of a model, as llama.cpp decides. */
final class BeginOfText {
  /** Tokenizers that want one unless the file says otherwise. */
  private static final Set<String> WANTED =
      Set.of("llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral");

  private BeginOfText() {}

  /** One id, or none. */
  static int[] of(GgufFile file) {
    boolean wanted =
        file.optionalBool("tokenizer.ggml.add_bos_token")
            .orElse(WANTED.contains(file.optionalString("tokenizer.ggml.pre").orElse("")));
    return wanted ? new int[] {(int) file.uint32("tokenizer.ggml.bos_token_id")} : new int[0];
  }
}
