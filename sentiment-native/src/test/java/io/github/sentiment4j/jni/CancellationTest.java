package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.Oracle.Counters;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a cancelled call ends soon and leaves its context as it was. */
@Timeout(120)
class CancellationTest {
  private static final List<String> HEADLINE = Headlines.sixty().subList(0, 1);

  @TempDir Path folder;

  @Test
  void score_cancelledBefore_endsWithoutADecodeAndTheNextCallDoesNot() {
    try (NativeEngine engine = TestEngine.open(Goldens.tinyModel())) {
      ScoringContext context = engine.contexts().get(0);
      String expected = LabelScores.of(context, HEADLINE).toString();
      Counters before = Counters.now();
      context.cancel();

      assertThatThrownBy(() -> context.score(HEADLINE))
          .isInstanceOfSatisfying(
              SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Counters.now()).isEqualTo(before);
      assertThat(LabelScores.of(context, HEADLINE)).hasToString(expected);
    }
  }

  @Test
  void score_cancelledBetweenDecodes_leavesTheRestUndone() throws InterruptedException {
    try (NativeEngine engine =
        TestEngine.of(Goldens.tinyModel()).contexts(2).truncation(Truncation.CHUNKS).open()) {
      ScoringContext context = engine.contexts().get(0);
      List<String> huge = List.of("1234567890".repeat(100_000));
      String before = LabelScores.of(context, HEADLINE).toString();
      Counters counters = Counters.now();

      CompletableFuture<Void> call = CompletableFuture.runAsync(() -> context.score(huge));
      while (Counters.now().since(counters).decodes() < 2 && !call.isDone()) {
        Thread.sleep(1);
      }
      context.cancel();

      assertCancelled(call);
      assertThat(Counters.now().since(counters).decodes())
          .as("decodes of about 500")
          .isBetween(2L, 499L);
      assertThat(LabelScores.of(context, HEADLINE)).hasToString(before);
      assertThat(LabelScores.of(engine.contexts().get(1), HEADLINE))
          .as("the other context")
          .hasToString(before);
      assertThat(Counters.now().since(counters).prefixTokens()).isZero();
    }
  }

  @Test
  void score_cancelledInNativeCode_breaksTheDecodeOff() throws Exception {
    Path model =
        TinyModel.builder()
            .blocks(4)
            .width(256)
            .feedForward(1024)
            .write(folder.resolve("slow.gguf"));
    try (NativeEngine engine = TestEngine.of(model).maxTokens(2048).open()) {
      ScoringContext context = engine.contexts().get(0);
      List<String> text = List.of("1234567890".repeat(200));
      String before = LabelScores.of(context, HEADLINE).toString();

      Counters counters;
      FutureTask<BatchScores> call;
      do { // a machine that holds up this thread lets a call come to its end: then once more
        counters = Counters.now();
        call = new FutureTask<>(() -> context.score(text));
        Thread caller = new Thread(call);
        caller.start();
        awaitNativeCode(caller);
        context.cancel();
        caller.join();
      } while (isScored(call, context));

      assertThat(Counters.now()).as("decodes that came to an end").isEqualTo(counters);
      assertThat(LabelScores.of(context, HEADLINE)).hasToString(before);
      assertThat(Counters.now().since(counters).prefixTokens()).isZero();
    }
  }

  /** Returns true if a call was not cancelled; consumes a request that came after its end. */
  private static boolean isScored(FutureTask<BatchScores> call, ScoringContext context)
      throws InterruptedException {
    try {
      call.get();
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              SentimentException.class,
              cause -> assertThat(cause.code()).isEqualTo(ErrorCode.CANCELLED));
      return false;
    }
    try {
      context.score(HEADLINE);
    } catch (SentimentException late) {
      assertThat(late.code()).isEqualTo(ErrorCode.CANCELLED);
    }
    return true;
  }

  /** Waits until a thread is in the native method or has ended. */
  static void awaitNativeCode(Thread thread) {
    while (thread.isAlive()) {
      StackTraceElement[] stack = thread.getStackTrace();
      if (stack.length > 0 && stack[0].getMethodName().equals("score")) {
        return;
      }
      Thread.onSpinWait();
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
