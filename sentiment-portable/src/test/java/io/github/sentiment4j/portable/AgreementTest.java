package io.github.sentiment4j.portable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.jni.NativeEngineProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;

/**
 * Compares the labels with those of the native engine, with a real model on real headlines: {@code
 * -Dsentiment4j.models=FOLDER -Dsentiment4j.data=FOLDER}. It uses 50 headlines, or N with {@code
 * -Dsentiment4j.headlines=N}.
 */
final class AgreementTest {
  private static final double LEAST_SHARE = 0.995;

  @Test
  void classifyAll_realHeadlines_agreesWithTheNativeEngine() throws IOException {
    Path model = file("sentiment4j.models", "compact-reference-q4_0.gguf");
    List<String> headlines =
        headlines(
            file("sentiment4j.data", "sentfin/SEntFiN.csv"),
            Integer.getInteger("sentiment4j.headlines", 50));
    List<Sentiment> expected = labels(model, new NativeEngineProvider(), headlines);
    List<Sentiment> actual = labels(model, new PortableEngineProvider(), headlines);

    long same =
        IntStream.range(0, headlines.size()).filter(i -> actual.get(i) == expected.get(i)).count();
    System.out.printf(
        "portable engine: same label on %d of %d headlines%n", same, headlines.size());
    // Rounding in either engine may change one label even among few headlines.
    assertThat(same).isGreaterThanOrEqualTo((long) Math.floor(LEAST_SHARE * headlines.size()));
  }

  private static List<Sentiment> labels(
      Path model, ScoringEngineProvider engine, List<String> headlines) {
    try (SentimentClassifier classifier =
        SentimentClassifier.builder().model(model).engine(engine).build()) {
      return classifier.classifyAll(headlines).stream()
          .map(outcome -> outcome.orThrow().label())
          .toList();
    }
  }

  /** Returns headlines that are evenly spread over the file. */
  private static List<String> headlines(Path csv, int count) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows = CSVParser.parse(csv, UTF_8, format)) {
      List<String> all = rows.stream().map(row -> row.get("Title")).distinct().toList();
      return IntStream.range(0, count)
          .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
          .toList();
    }
  }

  private static Path file(String property, String name) {
    String folder = System.getProperty(property, "");
    assumeTrue(!folder.isBlank(), () -> "-D" + property + " names no folder");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in -D" + property);
    return file;
  }
}
