package io.github.sentiment4j.portable;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;

/** Finds the begin-of-text token of a model by the rules of llama.cpp. */
final class BeginOfText {
  private BeginOfText() {}

  /** Returns the id of the token, or an empty array if the model uses none. */
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
