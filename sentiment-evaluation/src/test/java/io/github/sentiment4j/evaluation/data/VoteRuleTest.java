package io.github.sentiment4j.evaluation.data;

import static io.github.sentiment4j.core.Sentiment.NEGATIVE;
import static io.github.sentiment4j.core.Sentiment.NEUTRAL;
import static io.github.sentiment4j.core.Sentiment.POSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VoteRuleTest {

  @Test
  void fuse_majority_isTheMostFrequent() {
    assertThat(VoteRule.MAJORITY.fuse(List.of(POSITIVE, NEGATIVE, POSITIVE))).contains(POSITIVE);
    assertThat(VoteRule.MAJORITY.fuse(List.of(NEUTRAL, NEUTRAL, POSITIVE, NEGATIVE)))
        .as("a plurality is enough")
        .contains(NEUTRAL);
    assertThat(VoteRule.MAJORITY.fuse(List.of(NEGATIVE))).contains(NEGATIVE);
  }

  @Test
  void fuse_tie_isUndecided() {
    assertThat(VoteRule.MAJORITY.fuse(List.of(POSITIVE, NEGATIVE))).isEmpty();
    assertThat(VoteRule.MAJORITY.fuse(List.of(POSITIVE, NEUTRAL, NEUTRAL, POSITIVE, NEGATIVE)))
        .isEmpty();
  }

  @Test
  void fuse_unanimous_isTheOneThatAllHave() {
    assertThat(VoteRule.UNANIMOUS.fuse(List.of(NEUTRAL, NEUTRAL))).contains(NEUTRAL);
    assertThat(VoteRule.UNANIMOUS.fuse(List.of(NEUTRAL, NEUTRAL, POSITIVE))).isEmpty();
  }
}
