package io.github.sentiment4j.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir private Path folder;

  @Test
  void markdown_publishedResults_isWhatThePageShows() throws IOException {
    assertThat(Page.tables(DOCS.resolve("performance/tables.md")))
        .isEqualTo(Report.of(DOCS.resolve("performance/raw")).markdown());
  }

  @Test
  void markdown_onePlanOnly_showsItsFiguresAndNothingElse() throws IOException {
    write("0.01, 0.09");

    assertThat(Report.of(folder).markdown())
        .contains(
            "- latency: 2026-01-01, commit abc, `x`\n",
            "| 16 | 2 | 24.5 | 25.0 | – | 7 | 150 | 160 | 0.05 |")
        .doesNotContain("not run", "Callers");
  }

  @Test
  void markdown_otherFilesAmongTheResults_areLeftAlone() throws IOException {
    write("0.01, 0.09");
    String alone = Report.of(folder).markdown();

    Files.writeString(folder.resolve("notes.md"), "not a folder");
    Files.writeString(folder.resolve("here/notes.md"), "not JSON");

    assertThat(Report.of(folder).markdown()).isEqualTo(alone);
  }

  @Test
  void markdown_peers_ratiosOfTheProgramsThatRan() throws IOException {
    writePeers();

    assertThat(Report.of(folder).markdown())
        .contains(
            "| sentiment4j | 20.0 | 1.00 | 1.00 – 1.00 | 100 | 4 | 0.02 |",
            "| java-llama.cpp, GBNF | 55.0 | 0.37 | 0.33 – 0.40 | 75 | 4 | 0.02 |",
            "| llama.cpp's server, GBNF | 21.0 | 0.95 | 0.91 – 1.00 | 100 | 4 | 0.02 |")
        .doesNotContain("ONNX");
  }

  @Test
  void markdown_gpuPlanOnly_figuresBesideTheReferenceAndNothingOfTheCpu() throws IOException {
    writeGpu();

    assertThat(Report.of(folder).markdown())
        .contains(
            "| 64 | on | 1.50 | 2.50 | 4.50 | 200 | 122.3 | 37.4 | – |",
            "| CUDA0 (a GPU) | 500 | 499 | 0.0123 |")
        .doesNotContain("**Callers**");
  }

  @Test
  void tables_oneFile_areThoseOfItsPlan() throws IOException {
    writePeers();

    assertThat(Report.tables(ResultFile.read(folder.resolve("here/small-peers.json"))))
        .contains("**Peers, in turns**")
        .doesNotContain("**One text**");
  }

  @Test
  void replaceTables_pageWithMarkers_keepsTheRest() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        before
        <!-- Tables: made by sentiment-bench/run, do not edit. -->
        old
        <!-- End of tables. -->
        after
        """);

    Page.replaceTables(page, "new\n");

    assertThat(Page.tables(page)).isEqualTo("new\n");
    assertThat(page).content().startsWith("before\n").endsWith("after\n").doesNotContain("old");
  }

  @Test
  void replaceTables_pageWithoutMarkers_saysWhichLineIsMissing() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "nothing\n");

    assertThatThrownBy(() -> Page.replaceTables(page, "new\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- Tables: made by sentiment-bench/run")
        .hasMessageContaining("page.md");
  }

  /** Writes the results of one configuration as JMH does. */
  private void write(String others) throws IOException {
    Path machine = Files.createDirectories(folder.resolve("here"));
    Files.writeString(
        machine.resolve("small-latency.json"),
        """
        {"run": {"plan": "latency", "date": "2026-01-01T00:00:00Z", "commit": "abc", "command": "x",
                 "threads": 2},
         "machine": {"cpu": "C", "cpuFamilyAndModel": "1/2", "flags": "avx2 fma", "processors": 2},
         "model": {"name": "small", "parameters": 1000000, "weightBytes": 2000000,
                   "device": "CPU (here)"},
         "results": [{
           "benchmark": "io.github.sentiment4j.bench.LatencyBenchmark.classify", "threads": 1,
           "params": {"tokens": "16", "threads": "2"},
           "primaryMetric": {
             "score": 24.6, "scorePercentiles": {"50.0": 24.5, "95.0": 25, "99.0": 25.2},
             "rawDataHistogram": [[ [[24.5, 3], [25.0, 2]], [[24.5, 2]] ]]},
           "secondaryMetrics": {
             "rss.MiB": {"score": 150.2, "rawData": [[150.2, 149.0]]},
             "rssPeak.MiB": {"score": 160.0, "rawData": [[160.0, 160.0]]},
             "others.cores": {"score": 0.9, "rawData": [[%s]]}}}]}
        """
            .formatted(others));
  }

  /** Writes four turns of three programs. */
  private void writePeers() throws IOException {
    Path machine = Files.createDirectories(folder.resolve("here"));
    Files.writeString(
        machine.resolve("small-peers.json"),
        """
        {"run": {"plan": "peers", "date": "2026-01-01T00:00:00Z", "commit": "abc", "command": "x",
                 "threads": 2},
         "machine": {"cpu": "C", "cpuFamilyAndModel": "1/2", "flags": "avx2", "processors": 2},
         "model": {"name": "small", "parameters": 170000000, "weightBytes": 2000000,
                   "device": "CPU (here)"},
         "results": [{
           "benchmark": "io.github.sentiment4j.bench.PeersBenchmark.turn", "threads": 1,
           "params": {"threads": "2"},
           "primaryMetric": {"score": 300, "rawData": [[300, 300, 300, 300]]},
           "secondaryMetrics": {
             "ours.ms": {"score": 20, "rawData": [[20, 20, 20, 20]]},
             "ours.same": {"score": 1, "rawData": [[1, 1, 1, 1]]},
             "java-llama.ms": {"score": 56.25, "rawData": [[50, 50, 60.0, 60]]},
             "java-llama.same": {"score": 0.75, "rawData": [[1, 0, 1, 1]]},
             "llama-server.ms": {"score": 21, "rawData": [[20, 22, 22, 20]]},
             "llama-server.same": {"score": 1, "rawData": [[1, 1, 1, 1]]},
             "others.cores": {"score": 0.03, "rawData": [[0.01, 0.02, 0.02, 0.03]]}}}]}
        """);
  }

  private void writeGpu() throws IOException {
    Path machine = Files.createDirectories(folder.resolve("here"));
    Files.writeString(
        machine.resolve("small-gpu.json"),
        """
        {"run": {"plan": "gpu", "date": "2026-01-01T00:00:00Z", "commit": "abc", "command": "x",
                 "threads": 2},
         "machine": {"cpu": "C", "cpuFamilyAndModel": "1/2", "flags": "avx2", "processors": 2},
         "model": {"name": "small", "parameters": 1000000, "weightBytes": 2000000,
                   "device": "CUDA0 (a GPU)"},
         "results": [
          {"benchmark": "io.github.sentiment4j.bench.LatencyBenchmark.classify", "threads": 1,
           "params": {"tokens": "64", "threads": "2", "flash": "ON"},
           "primaryMetric": {
             "score": 1.6, "scorePercentiles": {"50.0": 1.5, "95.0": 2.5, "99.0": 4.5},
             "rawDataHistogram": [[ [[1.5, 200]] ]]}, "secondaryMetrics": {}},
          {"benchmark": "io.github.sentiment4j.bench.BatchBenchmark.classifyAll", "threads": 1,
           "params": {"batch": "128", "threads": "2"},
           "primaryMetric": {
             "score": 20.0, "scorePercentiles": {"50.0": 20, "95.0": 21, "99.0": 22},
             "rawDataHistogram": [[ [[20.0, 7]] ]]}, "secondaryMetrics": {}},
          {"benchmark": "io.github.sentiment4j.bench.ParityBenchmark.compare", "threads": 1,
           "params": {"threads": "2"},
           "primaryMetric": {"score": 300, "rawData": [[300]]},
           "secondaryMetrics": {
             "same.texts": {"score": 499, "rawData": [[499]]},
             "difference.probability": {"score": 0.01234, "rawData": [[0.01234]]}}}]}
        """);
  }
}
