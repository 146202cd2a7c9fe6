package io.github.sentiment4j.model.prune;

/** A model that runs, seen from inside. Letters: L blocks, F hidden units, V tokens. */
interface Probe {
  /**
   * Runs a prompt and adds up what the hidden units do.
   *
   * @param prompt tokens
   * @param sums (L, F) the absolute activations over all tokens are added
   */
  void addActivations(int[] prompt, double[][] sums);

  /**
   * The logits after a prompt.
   *
   * @param prompt tokens
   * @param units (L, W) the hidden units that work, ascending; the others give 0
   * @return (V)
   */
  float[] logits(int[] prompt, int[][] units);
}
