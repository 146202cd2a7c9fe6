package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the votes for a text become its one label. */
public enum VoteRule {
  /** The label with the most votes; a tie gives none, since the text then has no clear label. */
  MAJORITY,
  /** The label that all votes have; different votes give none. */
  UNANIMOUS;

  /**
   * The label of a text.
   *
   * @param votes at least one
   * @return empty if the votes do not decide
   */
  public Optional<Sentiment> fuse(List<Sentiment> votes) {
    int[] counts = new int[Sentiment.COUNT];
    votes.forEach(vote -> counts[vote.ordinal()]++);
    int most = Arrays.stream(counts).max().orElseThrow();
    List<Sentiment> winners =
        Arrays.stream(Sentiment.values()).filter(label -> counts[label.ordinal()] == most).toList();
    boolean decided = winners.size() == 1 && (this == MAJORITY || most == votes.size());
    return decided ? Optional.of(winners.get(0)) : Optional.empty();
  }
}
