package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.DropReason;
import java.util.ArrayList;
import java.util.List;

/** The votes for one news item. */
final class NewsVotes {
  private final List<Sentiment> votes = new ArrayList<>();
  private boolean unlistedEvents;
  private boolean ignoredLabels;
  private boolean used;

  void add(List<Sentiment> more) {
    votes.addAll(more);
  }

  void addUnlisted() {
    unlistedEvents = true;
  }

  void addIgnored() {
    ignoredLabels = true;
  }

  /** Returns the votes, and marks them as used. */
  List<Sentiment> use() {
    used = true;
    return votes;
  }

  /** Returns the reason why there is no vote. */
  DropReason reasonOfNone() {
    if (ignoredLabels) {
      return DropReason.IGNORED_LABEL;
    }
    return unlistedEvents ? DropReason.UNLISTED_EVENTS : DropReason.NO_LABEL;
  }

  boolean isUsed() {
    return used;
  }
}
