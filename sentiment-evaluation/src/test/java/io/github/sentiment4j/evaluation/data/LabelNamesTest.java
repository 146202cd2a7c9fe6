package io.github.sentiment4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Sentiment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LabelNamesTest {

  @Test
  void meaning_usualAndAddedNames_regardlessOfCase() {
    LabelNames names =
        new LabelNames(Map.of("Bullish", Sentiment.POSITIVE, "0", Sentiment.NEGATIVE));

    assertThat(names.meaning(" Neutral ")).contains(Sentiment.NEUTRAL);
    assertThat(names.meaning("bullISH")).contains(Sentiment.POSITIVE);
    assertThat(names.meaning("0")).contains(Sentiment.NEGATIVE);
    assertThat(names.meaning("mixed")).isEmpty();
  }

  @Test
  void labels_dictionary_areItsValuesInSpiteOfApostrophes() {
    assertThat(LabelNames.labels("{'Sun Pharma': 'positive', 'Dr Reddy's Labs': 'neutral'}"))
        .containsExactly("positive", "neutral");
    assertThat(LabelNames.labels("{\"Moody's\": 'negative'}")).containsExactly("negative");
    assertThat(LabelNames.labels("{'A: B': 'neutral', 'C, D': 'neutral', }"))
        .containsExactly("neutral", "neutral");
  }

  @Test
  void labels_anythingElse_isOneLabel() {
    for (String cell : List.of("positive", "{}", "{'A': 'positive'", "{'A': 'positive', 'B'}")) {
      assertThat(LabelNames.labels(cell)).containsExactly(cell);
    }
  }
}
