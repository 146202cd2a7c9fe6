package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests this engine and java-llama.cpp, which has an older llama.cpp, in one JVM in either order.
 */
class JavaLlamaTest {
  private static final String TEXT = "Profit rose 12% in the third quarter.";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource
  void bothInOneJvm_eitherOrder_workAsAlone(Jdk jdk, List<String> order) {
    Path model = model();
    assumeTrue(
        run(jdk, model, List.of("theirs")).contains("done"),
        "java-llama.cpp does not load here (it needs libgomp)");
    String alone = line(run(jdk, model, List.of("ours")), "ours");

    String out = run(jdk, model, order);

    assertThat(out).endsWith("done\n");
    assertThat(out.lines().filter(line -> line.startsWith("ours")))
        .hasSize(2)
        .allMatch(alone::equals);
    assertThat(out.lines().filter(line -> line.startsWith("theirs generated"))).hasSize(2);
  }

  static Stream<Arguments> bothInOneJvm_eitherOrder_workAsAlone() {
    return Stream.of(Jdk.values())
        .flatMap(
            jdk ->
                Stream.of(
                    Arguments.of(jdk, List.of("ours", "theirs", "ours", "theirs")),
                    Arguments.of(jdk, List.of("theirs", "ours", "theirs", "ours"))));
  }

  private Path model() {
    Path compact =
        Path.of(System.getProperty("sentiment4j.models", ""), "compact-reference-q4_0.gguf");
    return Files.isRegularFile(compact)
        ? compact
        : TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  private String run(Jdk jdk, Path model, List<String> order) {
    // java-llama.cpp prints its log and unpacks files with fixed names.
    return ForkedJvm.of(InOrder.class)
        .on(jdk)
        .option("-Djava.io.tmpdir=" + folder)
        .run(model, String.join(",", order))
        .out();
  }

  private static String line(String out, String start) {
    return out.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** Arguments: model, the engines in their order. Both stay open to the end. */
  static final class InOrder {
    public static void main(String[] args) {
      Path model = Path.of(args[0]);
      SentimentClassifier ours = null;
      LlamaModel theirs = null;
      for (String next : args[1].split(",", -1)) {
        if (next.equals("ours")) {
          if (ours == null) {
            ours = SentimentClassifier.builder().model(model).threads(1).build();
          }
          SentimentResult result = ours.classify(TEXT);
          System.out.printf(
              Locale.ROOT,
              "\nours %s %.6f %.6f%n",
              result.label(),
              result.positive(),
              result.negative());
        } else {
          if (theirs == null) {
            theirs =
                new LlamaModel(
                    new ModelParameters()
                        .setModel(model.toString())
                        .setCtxSize(256)
                        .setThreads(1)
                        .skipWarmup()
                        .disableLog());
          }
          String text =
              theirs.complete(
                  new InferenceParameters(TEXT).setNPredict(4).setIgnoreEos(true).setSeed(1));
          System.out.printf("%ntheirs generated %d chars%n", text.length());
        }
      }
      if (ours != null) {
        ours.close();
      }
      System.out.println("done");
      System.out.flush();
      Runtime.getRuntime().halt(0); // java-llama.cpp's threads keep the process alive
    }
  }
}
