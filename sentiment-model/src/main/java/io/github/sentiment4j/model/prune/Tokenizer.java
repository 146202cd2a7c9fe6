package io.github.sentiment4j.model.prune;

/** The tokens of a text that stands alone, without special tokens. */
@FunctionalInterface
interface Tokenizer {
  int[] tokens(String text);
}
