package io.github.sentiment4j.portable;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;

/** The token that belongs before every prompt of a model, as llama.cpp decides. */
final class BeginOfText {
  private BeginOfText() {}

  /** One id, or none. */
  static int[] of(GgufFile file) {
    boolean wanted =
        file.optionalBool(TokenizerKeys.add("bos"))
            .orElseGet(
                () ->
                    file.optionalString(TokenizerKeys.PRE)
                        .flatMap(PreTokenizerName::of)
                        .filter(PreTokenizerName::addsBeginOfText)
                        .isPresent());
    return wanted ? new int[] {(int) file.uint32(TokenizerKeys.id("bos"))} : new int[0];
  }
}
