package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.Oracle.Counters;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that is cancelled ends soon, and leaves its context as it was. */
@Timeout(120)
class CancellationTest {
  private static final List<String> HEADLINE = Headlines.sixty().subList(0, 1);

  @TempDir Path folder;

  @Test
  void score_cancelledBefore_endsWithoutADecode() {
    try (NativeEngine engine = TestEngine.open(Goldens.tinyModel())) {
      Counters before = Counters.now();
      Cancellation cancellation = new Cancellation();
      cancellation.cancel();

      assertThatThrownBy(() -> engine.score(HEADLINE, cancellation))
          .isInstanceOfSatisfying(
              SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Counters.now()).isEqualTo(before);
    }
  }

  @Test
  void score_cancelledBetweenDecodes_leavesTheRestUndone() throws InterruptedException {
    try (NativeEngine engine =
        TestEngine.of(Goldens.tinyModel()).contexts(2).truncation(Truncation.CHUNKS).open()) {
      List<String> huge = List.of("1234567890".repeat(100_000));
      String before = LabelScores.of(engine, HEADLINE).toString();
      String beforeOnOtherContext = LabelScores.of(engine, HEADLINE).toString();
      Counters counters = Counters.now();
      Cancellation cancellation = new Cancellation();

      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> engine.score(huge, cancellation));
      while (Counters.now().since(counters).decodes() < 2 && !call.isDone()) {
        Thread.sleep(1);
      }
      cancellation.cancel();

      assertCancelled(call);
      assertThat(Counters.now().since(counters).decodes())
          .as("decodes of about 500")
          .isBetween(2L, 250L);
      assertThat(LabelScores.of(engine, HEADLINE)).hasToString(before);
      assertThat(LabelScores.of(engine, HEADLINE)).hasToString(beforeOnOtherContext);
      assertThat(Counters.now().since(counters).prefixTokens()).isZero();
    }
  }

  @Test
  void score_cancelledDuringADecode_breaksItOff() throws InterruptedException {
    Path model =
        TinyModel.builder()
            .blocks(4)
            .width(256)
            .feedForward(1024)
            .write(folder.resolve("slow.gguf"));
    try (NativeEngine engine = TestEngine.of(model).maxTokens(2048).open()) {
      List<String> text = List.of("1234567890".repeat(200));
      String before = LabelScores.of(engine, HEADLINE).toString();
      long start = System.nanoTime();
      engine.score(text, new Cancellation());
      long whole = System.nanoTime() - start;
      Counters counters = Counters.now();
      Cancellation cancellation = new Cancellation();

      CompletableFuture<Void> call =
          CompletableFuture.runAsync(() -> engine.score(text, cancellation));
      TimeUnit.NANOSECONDS.sleep(whole / 4);
      start = System.nanoTime();
      cancellation.cancel();

      assertCancelled(call);
      long stopped = System.nanoTime() - start;
      Report.print(
          "cancelled during a decode of %.0f ms: it ended %.1f ms later",
          whole / 1e6, stopped / 1e6);
      assertThat(stopped).isLessThan(whole / 2);
      assertThat(Counters.now()).as("decodes that came to an end").isEqualTo(counters);
      assertThat(LabelScores.of(engine, HEADLINE)).hasToString(before);
      assertThat(Counters.now().since(counters).prefixTokens()).isZero();
    }
  }

  @Test
  void score_cancelledAfterwards_doesNotHitTheNextCall() {
    try (NativeEngine engine = TestEngine.open(Goldens.tinyModel())) {
      Cancellation cancellation = new Cancellation();
      String before = LabelScores.of(engine, HEADLINE).toString();
      engine.score(HEADLINE, cancellation);

      cancellation.cancel();

      assertThat(LabelScores.of(engine, HEADLINE)).hasToString(before);
    }
  }

  private static void assertCancelled(CompletableFuture<Void> call) {
    assertThatThrownBy(call::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SentimentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
              assertThat(e).hasMessageContaining("cancelled");
            });
  }
}
