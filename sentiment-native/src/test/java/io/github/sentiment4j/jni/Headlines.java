package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Real financial news. */
final class Headlines {
  private Headlines() {}

  /** Returns the 60 headlines of SEntFiN that are part of the sources. */
  static List<String> sixty() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Headlines.class.getResourceAsStream("/headlines.txt"), UTF_8))) {
      List<String> headlines = lines.lines().filter(line -> !line.startsWith("#")).toList();
      assertThat(headlines).hasSize(60);
      return headlines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first 50 of {@link #sixty()}. */
  static List<String> fifty() {
    return sixty().subList(0, 50);
  }

  /**
   * Returns 1,000 headlines of SEntFiN and 1,000 tweets of TFNS in turns, evenly spread over each
   * file. Skips the test without {@code -Dsentiment4j.data}.
   */
  static List<String> twoThousand() {
    List<String> sentfin = column("sentfin/SEntFiN.csv", "Title");
    List<String> tfns = column("tfns/sent_train.csv", "text");
    return IntStream.range(0, 1000)
        .boxed()
        .flatMap(
            i ->
                Stream.of(
                    sentfin.get(i * (sentfin.size() / 1000)), tfns.get(i * (tfns.size() / 1000))))
        .toList();
  }

  private static List<String> column(String csv, String name) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows =
        CSVParser.parse(RealModels.file("sentiment4j.data", csv), UTF_8, format)) {
      return rows.stream().map(row -> row.get(name)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
