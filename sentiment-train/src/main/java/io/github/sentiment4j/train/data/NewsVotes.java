package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import java.util.ArrayList;
import java.util.List;

/** The votes for one news item. */
final class NewsVotes {
  private final List<Sentiment> votes = new ArrayList<>();
  private boolean unlistedEvents;
  private boolean used;

  void add(List<Sentiment> more) {
    votes.addAll(more);
  }

  void addUnlisted() {
    unlistedEvents = true;
  }

  /** The votes, for the news item that they are about. */
  List<Sentiment> use() {
    used = true;
    return votes;
  }

  boolean hasUnlisted() {
    return unlistedEvents;
  }

  boolean isUsed() {
    return used;
  }
}
