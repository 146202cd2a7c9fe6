package io.github.sentiment4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ClassifierListener.BatchEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextProgressTest {
  private final StringWriter out = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void windowDone_totalKnown_showsShareRateAndRemainingTime() {
    TextProgress line = line(OptionalLong.of(400));

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    line.windowDone(100, 100);

    assertThat(last()).isEqualTo(" 25% [######                  ] 100 texts  10.0/s  0:30 left");
  }

  @Test
  void windowDone_totalUnknown_showsCountAndRate() {
    TextProgress line = line(OptionalLong.empty());

    nanos.addAndGet(Duration.ofSeconds(100).toNanos());
    line.windowDone(1234, 1234);

    assertThat(last()).isEqualTo("1,234 texts  12.3/s");
  }

  @Test
  void windowDone_moreThanAnHourLeft_showsHours() {
    TextProgress line = line(OptionalLong.of(1000));

    nanos.addAndGet(Duration.ofSeconds(100).toNanos());
    line.windowDone(10, 10);

    assertThat(last()).endsWith("2:45:00 left");
  }

  @Test
  void onBatch_insideAWindow_countsAtMostFiveTimesASecond() {
    TextProgress line = line(OptionalLong.of(100));

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    line.onBatch(batch(10));
    line.onBatch(batch(10));
    assertThat(last()).contains(" 10%").contains("10 texts");

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    line.onBatch(batch(10));
    assertThat(last()).contains(" 30%").contains("30 texts  15.0/s");

    line.windowDone(40, 40);
    assertThat(last()).contains(" 40%").contains("40 texts");
  }

  @Test
  void countLines_withAndWithoutLastLineBreak_countsLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("news.txt");

    assertThat(TextProgress.countLines(Files.writeString(file, ""))).hasValue(0);
    assertThat(TextProgress.countLines(Files.writeString(file, "a\nb\n"))).hasValue(2);
    assertThat(TextProgress.countLines(Files.writeString(file, "a\nb\n\nc"))).hasValue(4);
    assertThat(TextProgress.countLines(Path.of("/dev/null"))).isEmpty();
  }

  private TextProgress line(OptionalLong totalLines) {
    return new TextProgress(new PrintWriter(out), totalLines, nanos::get);
  }

  private static BatchEvent batch(int texts) {
    return new BatchEvent(texts, texts, 0, Duration.ZERO, Duration.ZERO);
  }

  /** Returns the text on the terminal: everything after the last erasure. */
  private String last() {
    String all = out.toString();
    return all.substring(all.lastIndexOf("\u001b[K") + 3);
  }
}
