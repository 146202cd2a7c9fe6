package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.train.data.DataSpec;
import io.github.sentiment4j.train.data.PreparedData;
import io.github.sentiment4j.train.data.Shares;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes a training folder from a CSV file that has other names of columns and labels: {@code
 * PrepareData IN.csv FOLDER}.
 */
public final class PrepareData {
  private PrepareData() {}

  /**
   * Runs the example.
   *
   * @throws IOException if the file cannot be read or the folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path in = Path.of(args.length > 0 ? args[0] : "examples/data/labelled.csv");
    Path out = Path.of(args.length > 1 ? args[1] : "data");
    DataSpec spec =
        DataSpec.builder()
            .data(LabelledFile.of(in).withText("headline").withLabel("stance"))
            .label("bullish", Sentiment.POSITIVE)
            .label("bearish", Sentiment.NEGATIVE)
            .shares(new Shares(8, 1, 1))
            .seed(7)
            .build();
    PreparedData data = PreparedData.read(spec);
    data.save(out);
    data.report()
        .dropped()
        .forEach(
            (reason, count) ->
                System.out.printf(Locale.ROOT, "%d: %s%n", count, reason.description()));
    for (Split split : Split.values()) {
      System.out.printf(Locale.ROOT, "%s %s%n", split.label(), data.counts(split));
    }
  }
}
