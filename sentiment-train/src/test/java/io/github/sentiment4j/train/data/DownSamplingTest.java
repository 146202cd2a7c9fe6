package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DownSamplingTest {
  private static final List<LabelledText> TEXTS =
      IntStream.range(0, 100)
          .mapToObj(
              i ->
                  new LabelledText(
                      "text " + i,
                      i % 10 == 0
                          ? Sentiment.NEGATIVE
                          : i % 2 == 0 ? Sentiment.POSITIVE : Sentiment.NEUTRAL))
          .toList();

  @Test
  void toRarest_keepsAsManyOfEachLabel_inTheirOrder() {
    List<LabelledText> sampled = DownSampling.toRarest(TEXTS, 1);

    assertThat(
            sampled.stream()
                .collect(Collectors.groupingBy(LabelledText::label, Collectors.counting())))
        .isEqualTo(
            Map.of(Sentiment.POSITIVE, 10L, Sentiment.NEUTRAL, 10L, Sentiment.NEGATIVE, 10L));
    assertThat(sampled.stream().map(TEXTS::indexOf).toList()).isSorted();
  }

  @Test
  void toRarest_seed_chooses() {
    Function<Long, List<LabelledText>> sample = seed -> DownSampling.toRarest(TEXTS, seed);

    assertThat(sample.apply(1L)).isEqualTo(sample.apply(1L)).isNotEqualTo(sample.apply(2L));
  }

  @Test
  void toRarest_noTexts_isEmpty() {
    assertThat(DownSampling.toRarest(List.of(), 1)).isEmpty();
  }
}
