package io.github.sentiment4j.model.prune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Real models and texts; a test that asks for what is not there is skipped. */
final class RealData {
  private RealData() {}

  /** Qwen2.5-Coder-0.5B-Instruct: 24 blocks, 151,936 rows of which 151,665 are tokens. */
  static Path qwen() {
    return file("sentiment4j.models", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
  }

  /** The headlines of SEntFiN. */
  static Texts sentfin() {
    return column("sentfin/SEntFiN.csv", "Title");
  }

  /** The tweets of Twitter Financial News Sentiment for training. */
  static Texts tfns() {
    return column("tfns/sent_train.csv", "text");
  }

  /** Its tweets for validation. */
  static Texts tfnsValidation() {
    return column("tfns/sent_valid.csv", "text");
  }

  private static Texts column(String name, String column) {
    Path file = file("sentiment4j.data", name);
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows = CSVParser.parse(file, UTF_8, format)) {
      return Texts.of(file, rows.stream().map(row -> row.get(column)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String property, String name) {
    String folder = System.getProperty(property, "");
    assumeTrue(!folder.isBlank(), () -> "-D" + property + " names no folder");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in -D" + property);
    return file;
  }

  /** All of some texts. */
  static List<String> all(Texts texts) throws IOException {
    List<String> all = new ArrayList<>();
    texts.forEach(all::add);
    return all;
  }
}
