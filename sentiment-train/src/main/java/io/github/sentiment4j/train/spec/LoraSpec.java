package io.github.sentiment4j.train.spec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The linear modules that are adapted, and the shape of the adapter (Hu et al. 2021, arXiv
 * 2106.09685).
 *
 * @param rank r, at least 1
 * @param alpha what B · A is multiplied with is alpha / r; greater than 0
 * @param dropout probability in [0, 1) with which an input of A is left out while training
 * @param targets names of modules as in PEFT: {@code q_proj}, {@code k_proj}, {@code v_proj},
 *     {@code o_proj}, {@code gate_proj}, {@code up_proj}, {@code down_proj}
 */
public record LoraSpec(int rank, double alpha, double dropout, List<String> targets) {
  /** The linear modules of a block, in the order in which they are computed. */
  public static final List<String> LINEAR =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  /** Rank 8, alpha 16, no dropout, {@code q_proj} and {@code v_proj}. */
  public static final LoraSpec DEFAULT = new LoraSpec(8, 16, 0, List.of("q_proj", "v_proj"));

  /**
   * @throws IllegalArgumentException if one is out of its range, or a target unknown or missing
   */
  public LoraSpec {
    targets = List.copyOf(targets);
    require(rank >= 1, "rank", "at least 1", rank);
    require(alpha > 0 && Double.isFinite(alpha), "alpha", "greater than 0", alpha);
    require(dropout >= 0 && dropout < 1, "dropout", "a probability in [0, 1)", dropout);
    Set<String> unknown = new TreeSet<>(targets);
    LINEAR.forEach(unknown::remove);
    require(!targets.isEmpty() && unknown.isEmpty(), "targets", "some of " + LINEAR, targets);
  }

  private static void require(boolean holds, String name, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "LoRA " + name + ": expected " + expected + ", found " + found);
    }
  }
}
