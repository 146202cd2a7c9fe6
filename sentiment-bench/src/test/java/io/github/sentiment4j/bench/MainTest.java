package io.github.sentiment4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sentiment4j.bench.jmh.BatchBenchmark;
import io.github.sentiment4j.bench.jmh.FlashAttentionBenchmark;
import io.github.sentiment4j.bench.jmh.OverheadBenchmark;
import io.github.sentiment4j.bench.jmh.ParityBenchmark;
import io.github.sentiment4j.bench.peers.Peer;
import io.github.sentiment4j.bench.report.ResultFile;
import io.github.sentiment4j.bench.report.ResultFile.Result;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every benchmark and reads its results, without judging the times. */
class MainTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    // Another JMH may be measuring on this machine, which must not fail the build.
    System.setProperty("jmh.ignoreLock", "true");
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  @Test
  void run_latency_everyLength() throws IOException {
    ResultFile file = measured("latency", 0);

    List<Result> results = file.results("classify");
    assertThat(results)
        .extracting(r -> r.parameter("tokens"))
        .containsExactly("16", "32", "64", "128");
    assertThat(results)
        .allSatisfy(
            r -> {
              assertThat(r.percentile("50.0")).isPositive();
              assertThat(r.percentile("99.0")).isGreaterThanOrEqualTo(r.percentile("50.0"));
              assertThat(r.samples()).isPositive();
            });
  }

  @Test
  void run_flash_pairsOfEveryLength() throws IOException {
    assertThat(measured("flash", 0).results("pair"))
        .hasSize(4)
        .allSatisfy(
            r -> {
              assertThat(r.iterations(FlashAttentionBenchmark.OFF)).hasSize(2);
              assertThat(r.iterations(FlashAttentionBenchmark.ON)).hasSize(2);
            });
  }

  @Test
  void run_batch_timesAndPairs() throws IOException {
    ResultFile file = measured("batch", 0);

    assertThat(file.results("classifyAll"))
        .extracting(r -> r.parameter("batch"))
        .containsExactly("1", "8", "32");
    assertThat(file.results("pair"))
        .hasSize(4)
        .allSatisfy(
            r -> {
              assertThat(r.iterations(BatchBenchmark.ONE_BY_ONE)).hasSize(2);
              assertThat(r.iterations(BatchBenchmark.BATCHED)).hasSize(2).allMatch(ms -> ms > 0);
            });
  }

  @Test
  void run_callers_everyNumberOfCallers() throws IOException {
    assertThat(measured("callers", 0).results("classify"))
        .extracting(Result::threads)
        .containsOnly(1L, 2L, 8L);
  }

  @Test
  void run_overheadInAForkedJvm_timeInsideAndOutsideTheEngine() throws IOException {
    ResultFile file = measured("overhead", 1);

    for (String method : List.of("engine", "classify")) {
      assertThat(file.results(method))
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.secondary(OverheadBenchmark.INSIDE)).isPositive();
                assertThat(r.secondary(OverheadBenchmark.OUTSIDE)).isPositive();
                assertThat(r.secondary(OverheadBenchmark.INSIDE)).isLessThan(r.percentile("100.0"));
              });
    }
    assertThat(file.model("name")).isEqualTo("tiny");
    assertThat(file.run("command")).startsWith("sentiment-bench/run --model tiny.gguf");
    assertThat(file.machine("processors")).matches("[0-9]+");
  }

  @Test
  void run_peers_thoseThatAreThereInTurns() throws IOException {
    ResultFile file = measured("peers", 1);

    assertThat(file.results("turn"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.iterations(Peer.OURS.milliseconds())).hasSize(10);
              assertThat(r.iterations(Peer.JAVA_LLAMA.milliseconds())).hasSize(10);
              assertThat(r.iterations(Peer.JAVA_LLAMA.agreement())).hasSize(10);
              assertThat(r.has(Peer.LLAMA_SERVER.milliseconds())).isFalse();
              assertThat(r.has(Peer.ONNX_INT8.milliseconds())).isFalse();
            });
    assertThat(Files.readString(file("peers"))).doesNotContain(folder.toString());
  }

  @Test
  void run_gpuPlanOnTheCpu_flashAttentionLargerBatchesAndParity() throws IOException {
    ResultFile file = measured("gpu", 0);

    assertThat(file.results("classify"))
        .extracting(r -> r.parameter("tokens") + " " + r.parameter("flash"))
        .containsExactlyInAnyOrder("32 OFF", "32 ON", "64 OFF", "64 ON", "128 OFF", "128 ON");
    assertThat(file.results("classifyAll"))
        .extracting(r -> r.parameter("batch"))
        .containsExactly("1", "8", "32", "128");
    assertThat(file.results("compare"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.secondary(ParityBenchmark.SAME)).isEqualTo(500);
              assertThat(r.secondary(ParityBenchmark.DIFFERENCE)).isZero();
            });
  }

  @Test
  void run_gpuWhereThereIsNone_isSkipped() {
    assumeThat(Files.exists(Path.of("/dev/nvidiactl"))).isFalse();

    Path other = TinyModel.builder().write(folder.resolve("other.gguf"));

    assertThat(run(other, "gpu", 0, "--device=gpu")).isZero();
    assertThat(folder.resolve("raw/here/other-gpu.json")).doesNotExist();
  }

  @Test
  void run_withoutFolderOfResults_isWrongUsage() {
    assertThat(Main.run("--model", model.toString())).isEqualTo(2);
  }

  @Test
  void run_resultFiles_nameNoFolderOfThisMachine() throws IOException {
    measured("overhead", 0);

    assertThat(Files.readString(file("overhead")))
        .contains("tiny")
        .doesNotContain(folder.toString())
        .doesNotContain(System.getProperty("java.home"));
  }

  @Test
  void run_missingModel_isSkippedAndTheRestGoesOn() {
    int code = run(folder.resolve("absent.gguf"), "overhead", 0);

    assertThat(code).isZero();
    assertThat(folder.resolve("raw/here/absent-overhead.json")).doesNotExist();
  }

  @Test
  void run_unknownPlan_isWrongUsage() {
    assertThat(Main.run("--out", folder.toString(), "--only", "everything")).isEqualTo(2);
  }

  private static ResultFile measured(String plan, int forks) throws IOException {
    assertThat(run(model, plan, forks)).isZero();
    return ResultFile.read(file(plan));
  }

  private static Path file(String plan) {
    return folder.resolve("raw/here/tiny-" + plan + ".json");
  }

  private static int run(Path model, String plan, int forks, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--model",
                model.toString(),
                "--out",
                folder.resolve("raw").toString(),
                "--name=here",
                "--only=" + plan,
                "--threads=1", // several would wait for each other on a busy machine
                "--forks=" + forks,
                "--iterations=1",
                "--seconds=0.05",
                "--pairs=2",
                "--peers=" + folder));
    arguments.addAll(List.of(more));
    return Main.run(arguments.toArray(new String[0]));
  }
}
