package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the memory does not grow over many cycles of opening, classifying and closing. */
class SoakTest {
  private static final long MAX_GROWTH_KB = 32 * 1024;

  @TempDir Path folder;

  @Test
  void cycles_tinyModel_doNotGrow() {
    assertNoGrowth(TinyModel.builder().write(folder.resolve("tiny.gguf")), 50, 300);
  }

  @Test
  @Tag("soak")
  void cycles_tinyModelTenThousandTimes_doNotGrow() {
    assertNoGrowth(TinyModel.builder().write(folder.resolve("tiny.gguf")), 100, 10_000);
  }

  @Test
  @Tag("soak")
  void cycles_compactModelTwoHundredTimes_doNotGrow() {
    Path model =
        Path.of(System.getProperty("sentiment4j.models", ""), "compact-reference-q4_0.gguf");
    assumeTrue(Files.isRegularFile(model), "no compact-reference-q4_0.gguf in sentiment4j.models");
    assertNoGrowth(model, 30, 200);
  }

  private static void assertNoGrowth(Path model, int warmUp, int cycles) {
    String out =
        ForkedJvm.of(Cycles.class)
            // The heap has a constant size, so only native memory can grow.
            .option("-Xms64m")
            .option("-Xmx64m")
            .option("-XX:+AlwaysPreTouch")
            .option("-XX:+UseSerialGC")
            .option("-XX:TieredStopAtLevel=1") // the optimising compiler has arenas of 20 MB
            .run(model, warmUp, cycles)
            .quiet();
    System.getLogger(SoakTest.class.getName()).log(System.Logger.Level.INFO, out);

    String[] figures = out.split(" ", 3);
    long warm = Long.parseLong(figures[0]);
    long end = Long.parseLong(figures[1]);
    assertThat(end - warm).as(out).isLessThan(MAX_GROWTH_KB);
  }

  /** Arguments: model, cycles before the first measurement of the memory, cycles after it. */
  static final class Cycles {
    public static void main(String[] args) throws IOException {
      Path model = Path.of(args[0]);
      int warmUp = Integer.parseInt(args[1]);
      int cycles = Integer.parseInt(args[2]);
      cycle(model, warmUp);
      long before = residentKilobytes();
      long start = System.nanoTime();
      cycle(model, cycles);
      double millis = (double) (System.nanoTime() - start) / 1e6 / cycles;
      System.out.printf(
          Locale.ROOT,
          "%d %d kB resident after %d and after %d more cycles, %.1f ms each",
          before,
          residentKilobytes(),
          warmUp,
          cycles,
          millis);
    }

    private static void cycle(Path model, int count) {
      for (int i = 0; i < count; i++) {
        try (SentimentClassifier classifier =
            SentimentClassifier.builder().model(model).threads(1).build()) {
          classifier.classify("Profit rose 12% in the third quarter.");
        }
      }
    }

    private static long residentKilobytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      throw new AssertionError("no VmRSS");
    }
  }
}
