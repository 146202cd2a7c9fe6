package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.core.Sentiment;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule by which the votes for a text become one label. */
public enum VoteRule {
  /** The label with the most votes; a tie gives none, since the text then has no clear label. */
  MAJORITY,
  /** The label that all votes have; different votes give none. */
  UNANIMOUS;

  /**
   * Returns the label of a text.
   *
   * @param votes at least one
   * @return empty if the votes do not decide
   */
  public Optional<Sentiment> fuse(List<Sentiment> votes) {
    Map<Sentiment, Integer> counts = new EnumMap<>(Sentiment.class);
    votes.forEach(vote -> counts.merge(vote, 1, Integer::sum));
    int most = Collections.max(counts.values());
    List<Sentiment> winners =
        counts.keySet().stream().filter(l -> counts.getOrDefault(l, 0) == most).toList();
    boolean decided = winners.size() == 1 && (this == MAJORITY || most == votes.size());
    return decided ? Optional.of(winners.get(0)) : Optional.empty();
  }
}
