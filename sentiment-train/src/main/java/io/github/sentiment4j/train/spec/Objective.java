package io.github.sentiment4j.train.spec;

/** The loss that a fine-tune minimises. */
public enum Objective {
  /** Cross-entropy over the whole vocabulary of every token but the first, prompt included. */
  ALL_TOKENS,

  /**
   * Cross-entropy over the whole vocabulary of the label's tokens. With labels of one token this is
   * the loss at the label's position. Towards a teacher's probabilities: the sum over the labels of
   * probability times cross-entropy of the label's tokens, so that only labels stay likely.
   */
  RESPONSE,

  /**
   * Cross-entropy over the three labels, renormalised to them, towards the labels or a teacher's
   * probabilities.
   */
  LABELS
}
