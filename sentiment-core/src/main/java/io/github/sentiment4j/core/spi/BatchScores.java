package io.github.sentiment4j.core.spi;

import java.util.List;

/**
 * The scores of one batch.
 *
 * @param texts one per text, in their order
 * @param evaluatedTokens tokens that went through the model
 * @param engineNanos nanoseconds inside the engine's own code, without the way there and back
 */
public record BatchScores(List<TextScore> texts, long evaluatedTokens, long engineNanos) {
  /** Copies the list. */
  public BatchScores {
    texts = List.copyOf(texts);
  }
}
