package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Call.Batch;
import io.github.sentiment4j.core.TextScore.Rejected;
import io.github.sentiment4j.support.CpuBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the line of calls. The workers do not run; the test takes the batches. */
@NullUnmarked
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DispatcherTest {
  private static final Rejected WHY = new Rejected(ErrorCode.CANCELLED, "a test");

  private static Dispatcher dispatcher(int maxPending, int maxBatch) {
    return dispatcher(maxPending, maxBatch, Optional.empty());
  }

  private static Dispatcher dispatcher(int maxPending, int maxBatch, Optional<Duration> deadline) {
    SentimentClassifier.Builder builder =
        SentimentClassifier.builder().contexts(2).maxBatch(maxBatch).maxPending(maxPending);
    deadline.ifPresent(builder::deadline);
    ClassifierSettings settings =
        builder.settings(builder.spec(CpuBudget.ofThisMachine()), ModelProfile.DEFAULT);
    ScriptedEngine engine = ScriptedEngine.quick();
    return new Dispatcher(settings, engine.open(settings.engine()), new ClassifierListener() {});
  }

  @Test
  void take_expiredCalls_areNotInTheBatchAndFreeTheirPlaces() throws Exception {
    Dispatcher dispatcher = dispatcher(2, 8, Optional.of(Duration.ofMillis(200)));
    Call late = dispatcher.submit("late");
    while (!late.hasExpired()) {
      Thread.sleep(1);
    }
    dispatcher.submit("live");
    Batch batch = dispatcher.take(0);

    assertThat(batch.texts()).containsExactly("live");
    assertThat(batch.pending()).isZero();
    Call first = dispatcher.submit("first");
    Call second = dispatcher.submit("second");
    assertThat(first.open() + second.open()).as("both places are free").isEqualTo(2);
  }

  @Test
  void take_severalCallers_takesOneTextOfEachInTurn() {
    Dispatcher dispatcher = dispatcher(9, 4);
    dispatcher.submit(List.of("a1", "a2", "a3", "a4"));
    dispatcher.submit("s1");
    dispatcher.submit(List.of("b1", "b2"));
    dispatcher.submit("s2");

    Batch first = dispatcher.take(0);
    assertThat(first.texts()).containsExactly("a1", "s1", "b1", "s2");
    assertThat(first.pending()).isEqualTo(4);
    assertThat(dispatcher.take(1).texts()).containsExactly("a2", "b2", "a3", "a4");
  }

  @Test
  void take_warmUp_comesFirstAndIsForItsWorkerOnly() {
    Dispatcher dispatcher = dispatcher(9, 4);
    dispatcher.submit("s");
    dispatcher.submitToEach(List.of("w1", "w2"));

    assertThat(dispatcher.take(0).texts()).containsExactly("w1", "w2");
    assertThat(dispatcher.take(0).texts()).containsExactly("s");
    assertThat(dispatcher.take(1).texts()).containsExactly("w1", "w2");
  }

  @Test
  void cancel_bulkCallHalfTaken_leavesNothingInLine() {
    Dispatcher dispatcher = dispatcher(9, 1);
    Call bulk = dispatcher.submit(List.of("a1", "a2", "a3"));
    Batch running = dispatcher.take(0);
    bulk.cancel(WHY);
    dispatcher.submit("s");
    Batch next = dispatcher.take(1);

    assertThat(running.isStopped()).isTrue();
    assertThat(next.texts()).containsExactly("s");
    assertThat(next.pending()).isZero();
    assertThat(next.isStopped()).isFalse();
  }

  @Test
  void cancel_callOfAnEndedBatch_stopsOnlyWhatRuns() {
    Dispatcher dispatcher = dispatcher(9, 1);
    Call first = dispatcher.submit("first");
    Batch ended = dispatcher.take(0);
    ended.end(0, ScriptedEngine.answer("first"));
    dispatcher.submit("second");
    Batch next = dispatcher.take(0);
    first.cancel(WHY);

    assertThat(first.score(0)).isInstanceOf(TextScore.Scored.class);
    assertThat(next.isStopped()).isFalse();
  }

  @Test
  void take_closedDispatcher_endsTheWorker() {
    Dispatcher dispatcher = dispatcher(9, 1);
    Call waiting = dispatcher.submit("waiting");
    dispatcher.close();

    assertThat(dispatcher.take(0)).isNull();
    assertThat(((Rejected) waiting.score(0)).code()).isEqualTo(ErrorCode.CLOSED);
  }
}
