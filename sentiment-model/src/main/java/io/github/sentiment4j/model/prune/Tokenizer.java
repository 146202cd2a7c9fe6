package io.github.sentiment4j.model.prune;

/** The tokens of a text that stands alone. */
@FunctionalInterface
interface Tokenizer {
  /**
   * Returns the ids of the tokens, without tokens that would be added in front or behind.
   *
   * @param text the text
   * @param special whether {@code <|im_end|>} is one token, as in a prompt, or ten characters, as
   *     in a text from outside
   */
  int[] tokens(String text, boolean special);
}
