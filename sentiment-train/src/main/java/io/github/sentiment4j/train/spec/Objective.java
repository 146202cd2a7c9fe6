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
  LABELS,

  /**
   * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290, eq. 7): {@code -log
   * sigmoid(beta ((log p(y) - log p(j)) - (log q(y) - log q(j))))} for the true label y and a wrong
   * label j, where p is the model that is trained and q the reference, which is the model that the
   * fine-tune starts from. The log-probability of a label is the sum of those of its tokens, among
   * the whole vocabulary.
   */
  DPO,

  /**
   * Group relative policy optimisation (Shao et al. 2024, arXiv 2402.03300, eq. 3) with one step
   * for each group of samples: labels are sampled from the model, the reward of a sample is minus
   * its cost, and its advantage A is the reward minus the mean of the text's samples, divided by
   * their standard deviation plus 1e-4. The loss of a sample is the mean over its tokens of {@code
   * p / stop(p) (-A + beta (q/p - log(q/p) - 1))}, where {@code stop} passes no gradient: the
   * factor is 1 and makes the gradient that of A and of the KL divergence (DeepSeek-AI 2025, arXiv
   * 2512.02556).
   */
  GRPO;

  /** Returns whether a label is learnt in comparison with others, from a model that has learnt. */
  public boolean isPreference() {
    return this == DPO || this == GRPO;
  }
}
