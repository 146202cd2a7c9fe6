package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two public data sets, whose figures are known. */
final class RealDataTest {
  private Path folder;

  @BeforeEach
  void requireData() {
    String property = System.getProperty("sentiment4j.data", "");
    assumeTrue(!property.isEmpty(), "-Dsentiment4j.data=FOLDER names the data sets");
    folder = Path.of(property);
    assumeTrue(Files.isDirectory(folder), folder + " is no folder");
  }

  @Test
  void read_sentfin_hasTheKnownFigures() throws IOException {
    LabelledTexts texts =
        LabelledTexts.read(LabelledFile.of(folder.resolve("sentfin/SEntFiN.csv")), Map.of());

    assertThat(texts.dropped()).isEqualTo(Map.of(DropReason.UNDECIDED, 1233L));
    assertThat(texts.texts()).hasSize(9520);
    assertThat(count(texts, Sentiment.POSITIVE)).isEqualTo(3363);
    assertThat(count(texts, Sentiment.NEUTRAL)).isEqualTo(3446);
    assertThat(count(texts, Sentiment.NEGATIVE)).isEqualTo(2711);
  }

  @Test
  void read_tfns_hasTheKnownFigures() throws IOException {
    LabelledTexts train = LabelledTexts.read(tweets("sent_train.csv"), LABELS);
    LabelledTexts validation = LabelledTexts.read(tweets("sent_valid.csv"), LABELS);

    assertThat(train.dropped()).isEmpty();
    assertThat(validation.dropped()).isEmpty();
    assertThat(train.texts()).hasSize(9543);
    assertThat(validation.texts()).hasSize(2388);
    assertThat(count(train, Sentiment.NEGATIVE)).isEqualTo(1442);
    assertThat(count(train, Sentiment.POSITIVE)).isEqualTo(1923);
    assertThat(count(train, Sentiment.NEUTRAL)).isEqualTo(6178);
  }

  @Test
  void prepare_sentfin_dropsDuplicatesAndContradictions() throws IOException {
    PreparedData data =
        PreparedData.read(
            DataSpec.builder()
                .data(LabelledFile.of(folder.resolve("sentfin/SEntFiN.csv")))
                .build());

    assertThat(data.report().read()).isEqualTo(10_753);
    assertThat(data.report().dropped())
        .isEqualTo(
            Map.of(
                DropReason.UNDECIDED, 1233L,
                DropReason.CONTRADICTORY, 16L,
                DropReason.DUPLICATE, 52L));
    assertThat(data.report().kept()).isEqualTo(9452);
    assertThat(data.texts(Split.TRAIN)).hasSize(7443);
    assertThat(data.texts(Split.VALIDATION)).hasSize(1063);
    assertThat(data.texts(Split.TEST)).hasSize(946);
  }

  @Test
  void prepare_tfns_keepsTheHeldOutTextsOutOfTraining() throws IOException {
    DataSpec.Builder spec =
        DataSpec.builder().data(tweets("sent_train.csv")).test(tweets("sent_valid.csv"));
    LABELS.forEach(spec::label);

    PreparedData data = PreparedData.read(spec.build());

    assertThat(data.report().read()).isEqualTo(9543 + 2388);
    assertThat(data.report().dropped())
        .isEqualTo(
            Map.of(
                DropReason.CONTRADICTORY, 12L,
                DropReason.DUPLICATE, 96L,
                DropReason.HELD_OUT, 79L));
    assertThat(data.counts(Split.TEST))
        .isEqualTo(
            Map.of(Sentiment.POSITIVE, 474L, Sentiment.NEUTRAL, 1556L, Sentiment.NEGATIVE, 345L));
    assertThat(data.texts(Split.TRAIN).size() + data.texts(Split.VALIDATION).size())
        .isEqualTo(1416 + 1900 + 6053);
  }

  private static final Map<String, Sentiment> LABELS =
      Map.of("0", Sentiment.NEGATIVE, "1", Sentiment.POSITIVE, "2", Sentiment.NEUTRAL);

  private LabelledFile tweets(String file) {
    return LabelledFile.of(folder.resolve("tfns").resolve(file));
  }

  private static long count(LabelledTexts texts, Sentiment label) {
    return texts.texts().stream().filter(text -> text.label() == label).count();
  }
}
