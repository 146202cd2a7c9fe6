package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StratificationTest {

  @Test
  void sizes_referenceShares_ofAsManyTexts_areTheReferenceSizes() {
    Map<Sentiment, Map<Split, Integer>> sizes =
        new Stratification(Shares.DEFAULT.bySplit()).sizes(counts(3001, 4075, 2000));

    assertThat(total(sizes, Split.TRAIN)).isEqualTo(7147);
    assertThat(total(sizes, Split.VALIDATION)).isEqualTo(1021);
    assertThat(total(sizes, Split.TEST)).isEqualTo(908);
  }

  @Test
  void sizes_anyCountsAndShares_areTheExactSharesRoundedUpOrDown() {
    Random random = new Random(1);
    for (int run = 0; run < 5000; run++) {
      Shares shares = new Shares(1 + random.nextInt(100), random.nextInt(20), random.nextInt(20));
      double sum = shares.train() + shares.validation() + shares.test();
      Map<Sentiment, Integer> counts =
          counts(random.nextInt(60), random.nextInt(60), random.nextInt(60));
      int texts = counts.values().stream().mapToInt(Integer::intValue).sum();

      Map<Sentiment, Map<Split, Integer>> sizes =
          new Stratification(shares.bySplit()).sizes(counts);

      shares
          .bySplit()
          .forEach(
              (split, share) -> {
                assertThat(Math.abs(total(sizes, split) - texts * share / sum))
                    .as("%s of %s, %s", split, counts, shares)
                    .isLessThan(1);
                counts.forEach(
                    (label, count) ->
                        assertThat(
                                Math.abs(
                                    sizes.getOrDefault(label, Map.of()).getOrDefault(split, 0)
                                        - count * share / sum))
                            .as("%s %s of %s, %s", split, label, counts, shares)
                            .isLessThanOrEqualTo(1));
              });
      counts.forEach(
          (label, count) ->
              assertThat(
                      sizes.getOrDefault(label, Map.of()).values().stream()
                          .mapToInt(Integer::intValue)
                          .sum())
                  .isEqualTo(count));
    }
  }

  @Test
  void split_sameSeed_isTheSame_otherSeed_isNot() {
    List<Sentiment> labels =
        new Random(2).ints(300, 0, 3).mapToObj(i -> List.of(Sentiment.values()).get(i)).toList();
    Stratification stratification = new Stratification(Shares.DEFAULT.bySplit());

    List<Split> first = stratification.split(labels, 1);

    assertThat(stratification.split(labels, 1)).isEqualTo(first);
    assertThat(stratification.split(labels, 2)).isNotEqualTo(first);
  }

  private static Map<Sentiment, Integer> counts(int positive, int neutral, int negative) {
    return new EnumMap<>(
        Map.of(
            Sentiment.POSITIVE, positive,
            Sentiment.NEUTRAL, neutral,
            Sentiment.NEGATIVE, negative));
  }

  private static int total(Map<Sentiment, Map<Split, Integer>> sizes, Split split) {
    return Stream.of(Sentiment.values())
        .mapToInt(label -> sizes.getOrDefault(label, Map.of()).getOrDefault(split, 0))
        .sum();
  }
}
