package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSampleTest {
  private static final List<Texts> CORPORA = List.of(numbers(0, 600), numbers(600, 1000));

  private static Texts numbers(int from, int to) {
    return Texts.of(
        Path.of("numbers"), IntStream.range(from, to).mapToObj(Integer::toString).toList());
  }

  @Test
  void of_fewerTextsThanWanted_isAllInOrder() throws IOException {
    assertThat(TextSample.of(List.of(numbers(0, 3)), 5)).containsExactly("0", "1", "2");
  }

  @Test
  void of_moreTextsThanWanted_isSpreadOverAllAndAlwaysTheSame() throws IOException {
    List<String> sample = TextSample.of(CORPORA, 200);
    assertThat(sample).hasSize(200).doesNotHaveDuplicates();
    assertThat(sample).isEqualTo(TextSample.of(CORPORA, 200));
    double mean = sample.stream().mapToInt(Integer::parseInt).average().orElseThrow();
    assertThat(mean).as("mean of 200 of the numbers below 1000").isBetween(440.0, 560.0);
  }
}
