package io.github.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentOutcome;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model that everybody gets is as good as its card says. */
final class DefaultModelTest {
  /** Two standard errors below the 0.876 that it reaches on these headlines. */
  private static final double LEAST_MACRO_F1 = 0.83;

  /**
   * CPU variants sum in different orders, and where that rounds one 8-bit activation differently,
   * the difference grows through the blocks.
   */
  private static final double TOLERANCE = 0.05;

  private static final String NATIVES = "META-INF/sentiment4j/natives/linux-x86_64/";

  private static final Pattern CPU_MODULE = Pattern.compile("libggml-cpu-(\\w+)\\.so");

  private static final String AVX2 = "sse4_2 avx f16c fma avx2 bmi2";
  private static final String AVX512 = AVX2 + " avx512f avx512cd avx512vl avx512dq avx512bw";

  /**
   * The CPU features that a variant needs, as {@code /proc/cpuinfo} calls them; from
   * ggml/src/CMakeLists.txt.
   */
  private static final Map<String, String> FEATURES =
      Map.ofEntries(
          Map.entry("x64", ""),
          Map.entry("sse42", "sse4_2"),
          Map.entry("sandybridge", "sse4_2 avx"),
          Map.entry("ivybridge", "sse4_2 avx f16c"),
          Map.entry("piledriver", "sse4_2 avx f16c fma"),
          Map.entry("haswell", AVX2),
          Map.entry("alderlake", AVX2 + " avx_vnni"),
          Map.entry("skylakex", AVX512),
          Map.entry("cannonlake", AVX512 + " avx512vbmi"),
          Map.entry("cascadelake", AVX512 + " avx512_vnni"),
          Map.entry("icelake", AVX512 + " avx512vbmi avx512_vnni"),
          Map.entry("cooperlake", AVX512 + " avx512_vnni avx512_bf16"),
          Map.entry("zen4", AVX512 + " avx512vbmi avx512_vnni avx512_bf16"),
          Map.entry(
              "sapphirerapids", AVX512 + " avx512vbmi avx512_vnni avx512_bf16 amx_tile amx_int8"));

  private static final List<Sentiment> LABELS = List.of(Sentiment.values());

  @TempDir Path folder;

  @Test
  void headlines_heldOutOfBothDataSets_reachTheMacroF1() throws IOException {
    List<String[]> rows = rows("headlines.tsv");
    List<SentimentOutcome> outcomes;
    try (SentimentClassifier classifier = SentimentClassifier.embedded()) {
      outcomes = classifier.classifyAll(rows.stream().map(row -> row[1]).toList());
    }

    Predictions predictions =
        Predictions.of(
            rows.stream().map(row -> Sentiment.valueOf(row[0].toUpperCase(Locale.ROOT))).toList(),
            outcomes.stream().map(outcome -> probabilities(outcome.orThrow())).toList());

    assertThat(predictions.size()).isEqualTo(200);
    assertThat(Metric.MACRO_F1.of(predictions)).isGreaterThan(LEAST_MACRO_F1);
  }

  @Test
  void example_ofTheReferenceExperiment_isPositive() {
    try (SentimentClassifier classifier = SentimentClassifier.embedded()) {
      assertThat(classifier.classify("美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！").label())
          .isEqualTo(Sentiment.POSITIVE);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void probabilities_of20Sentences_onOneCpuVariant_areWithin5PointsOfThoseCommitted(String variant)
      throws Exception {
    assertThat(FEATURES).as("the features of every variant in the jar").containsKey(variant);
    List<String> missing = missing(FEATURES.get(variant));
    assumeTrue(missing.isEmpty(), "this CPU cannot run " + variant + ", it lacks " + missing);
    Path scores = folder.resolve("scores.tsv");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsentiment4j.native.path=" + natives(variant),
                "-cp",
                System.getProperty("java.class.path"),
                Scores.class.getName(),
                scores.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    List<String[]> found = split(Files.readAllLines(scores));
    List<String[]> expected = rows("probabilities.tsv");
    assertThat(found).hasSize(20).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      for (int column = 0; column < Sentiment.COUNT; column++) {
        assertThat(Double.parseDouble(found.get(i)[column]))
            .as("%s: %s", LABELS.get(column), expected.get(i)[Sentiment.COUNT])
            .isCloseTo(Double.parseDouble(expected.get(i)[column]), within(TOLERANCE));
      }
    }
  }

  /**
   * Writes the probabilities of the committed sentences in the committed form: {@code FILE}. In a
   * process of its own, where the CPU variant is chosen anew.
   */
  static final class Scores {
    private Scores() {}

    public static void main(String[] args) throws IOException {
      List<String> lines = new ArrayList<>();
      try (SentimentClassifier classifier = SentimentClassifier.embedded()) {
        for (String[] row : rows("probabilities.tsv")) {
          String text = row[Sentiment.COUNT];
          double[] p = probabilities(classifier.classify(text));
          lines.add(String.format(Locale.ROOT, "%.4f\t%.4f\t%.4f\t%s", p[0], p[1], p[2], text));
        }
      }
      Files.write(Path.of(args[0]), lines);
    }
  }

  /** The CPU modules in the jar. */
  static List<String> variants() throws IOException {
    try (InputStream index = open(NATIVES + "index.txt")) {
      return new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(CPU_MODULE::matcher)
          .filter(Matcher::matches)
          .map(module -> module.group(1))
          .toList();
    }
  }

  private static List<String> missing(String features) throws IOException {
    Set<String> ofCpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> Set.copyOf(List.of(line.split("\\s+"))))
            .orElseThrow();
    return Stream.of(features.split(" "))
        .filter(feature -> !feature.isEmpty() && !ofCpu.contains(feature))
        .toList();
  }

  /** A folder with the native libraries, but only one CPU module. */
  private Path natives(String variant) throws IOException {
    Path natives = Files.createDirectory(folder.resolve("natives"));
    List<String> names =
        List.of(
            "libggml-cpu-" + variant + ".so",
            "libs4j-ggml-base.so",
            "libs4j-ggml.so",
            "libsentiment4j.so");
    for (String name : names) {
      try (InputStream in = open(NATIVES + name)) {
        Files.copy(in, natives.resolve(name));
      }
    }
    return natives;
  }

  private static List<String[]> rows(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      return split(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static InputStream open(String resource) {
    InputStream in = DefaultModelTest.class.getResourceAsStream("/" + resource);
    assertThat(in).as(resource).isNotNull();
    return in;
  }

  private static List<String[]> split(List<String> lines) {
    return lines.stream().map(line -> line.split("\t", -1)).toList();
  }

  private static double[] probabilities(SentimentResult result) {
    return LABELS.stream().mapToDouble(result::probability).toArray();
  }
}
