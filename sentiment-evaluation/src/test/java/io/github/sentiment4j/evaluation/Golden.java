package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A file that {@code src/test/goldens/evaluation.py} wrote: lines with a name and values. */
record Golden(List<String[]> lines) {
  static final List<Sentiment> CLASSES = List.of(Sentiment.values());

  static Golden read(String name) throws IOException {
    return new Golden(text(name).lines().map(line -> line.split(" ", -1)).toList());
  }

  static String text(String name) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/goldens/evaluation/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The values behind a name; the name may have two words. */
  double[] values(String... name) {
    return all(name).get(0);
  }

  List<double[]> all(String... name) {
    List<double[]> found = new ArrayList<>();
    for (String[] line : lines) {
      if (Arrays.equals(Arrays.copyOf(line, name.length), name)) {
        found.add(Arrays.stream(line).skip(name.length).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return found;
  }

  List<Sentiment> truth() {
    return all("row").stream().map(row -> CLASSES.get((int) row[0])).toList();
  }

  Predictions predictions() {
    return Predictions.of(truth(), rows(row -> Arrays.copyOfRange(row, 1, 4)));
  }

  List<float[]> scores() {
    return rows(row -> new float[] {(float) row[1], (float) row[2], (float) row[3]});
  }

  private <T> List<T> rows(Function<double[], T> columns) {
    return all("row").stream().map(columns).toList();
  }
}
