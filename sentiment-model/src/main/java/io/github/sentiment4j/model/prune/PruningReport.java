package io.github.sentiment4j.model.prune;

import java.util.List;
import java.util.Optional;

/**
 * The result of pruning.
 *
 * @param before the model as it was
 * @param after the model as it is
 * @param tokens which tokens were kept; empty if all were
 * @param unseen how other texts fare; empty if there are none
 * @param widthErrors the effect of masking hidden units on the logits, from narrow to wide; empty
 *     if all of them stay
 */
public record PruningReport(
    Sizes before,
    Sizes after,
    Optional<KeptTokens> tokens,
    Optional<Coverage> unseen,
    List<WidthError> widthErrors) {
  public PruningReport {
    widthErrors = List.copyOf(widthErrors);
  }

  /**
   * The sizes of a model.
   *
   * @param layers transformer blocks
   * @param feedForwardWidth hidden units of a feed-forward block
   * @param tokens rows of the token embedding
   * @param parameters elements of all weights
   */
  public record Sizes(int layers, int feedForwardWidth, int tokens, long parameters) {}

  /**
   * The origins of the kept tokens. A token may be counted in several places.
   *
   * @param bytes tokens of single bytes
   * @param special control, user-defined and unknown tokens
   * @param promptAndLabels tokens of the prompt and of the label words
   * @param cjk pure CJK tokens; 0 if they were not asked for
   * @param corpus different tokens of the corpora, before they are bounded
   * @param coverage how the corpora fare; all their tokens are kept unless their number is bounded
   */
  public record KeptTokens(
      int bytes, int special, int promptAndLabels, int cjk, int corpus, Coverage coverage) {}

  /**
   * The coverage of some texts by the kept tokens.
   *
   * @param sources the files that they come from
   * @param tokens how many tokens the texts have with the original vocabulary
   * @param outside how many of those were not kept, so that they are now several
   */
  public record Coverage(List<String> sources, long tokens, long outside) {
    public Coverage {
      sources = List.copyOf(sources);
    }

    /** The share of the tokens that were not kept, from 0 to 1. */
    public double outsideShare() {
      return (double) outside / tokens;
    }
  }

  /**
   * The error of the last token's logits with only the most important hidden units, measured on
   * other texts than the importance.
   *
   * @param width hidden units of each block
   * @param logitError relative L2 error of all logits, mean over the texts
   * @param labelError the same for the labels' first tokens alone, without their common part, which
   *     the label probabilities do not depend on
   * @param sameLabel share of the texts for which the same label has the highest logit, from 0 to 1
   */
  public record WidthError(int width, double logitError, double labelError, double sameLabel) {}
}
