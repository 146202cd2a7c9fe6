package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallQueueTest {
  private static final ClassifierListener NOBODY = new ClassifierListener() {};

  private static Call single(String text) {
    return Call.single(text, Optional.empty(), NOBODY);
  }

  private static Call expired(String text) {
    Call call = Call.single(text, Optional.of(Duration.ofNanos(1)), NOBODY);
    while (call.remainingNanos() > 0) {
      Thread.onSpinWait();
    }
    return call;
  }

  private static Call bulk(String... texts) {
    return Call.bulk(List.of(texts), Optional.empty(), NOBODY);
  }

  private static Batch take(CallQueue queue) {
    return (Batch) queue.take();
  }

  @Test
  void take_expiredCalls_areNotInTheBatchAndFreeTheirPlaces() {
    CallQueue queue = new CallQueue(2, OverloadPolicy.REFUSE, 8, 1);
    queue.submit(expired("late"));
    Call live = single("live");
    queue.submit(live);
    Batch batch = take(queue);

    assertThat(batch.texts()).containsExactly("live");
    assertThat(batch.pending()).isZero();
    Call first = single("first");
    Call second = single("second");
    queue.submit(first);
    queue.submit(second);
    assertThat(first.hasEnded(0) || second.hasEnded(0)).as("both places are free").isFalse();
  }

  @Test
  void take_severalCallers_takesOneTextOfEachInTurn() {
    CallQueue queue = new CallQueue(9, OverloadPolicy.REFUSE, 4, 1);
    queue.submit(bulk("a1", "a2", "a3", "a4"));
    queue.submit(single("s1"));
    queue.submit(bulk("b1", "b2"));
    queue.submit(single("s2"));

    Batch first = take(queue);
    assertThat(first.texts()).containsExactly("a1", "s1", "b1", "s2");
    assertThat(first.pending()).isEqualTo(4);
    assertThat(take(queue).texts()).containsExactly("a2", "b2", "a3", "a4");
  }

  @Test
  void withdraw_bulkCallHalfTaken_leavesNothingInLine() {
    CallQueue queue = new CallQueue(9, OverloadPolicy.REFUSE, 1, 1);
    Call bulk = bulk("a1", "a2", "a3");
    queue.submit(bulk);
    Batch running = take(queue);
    queue.withdraw(bulk, CallQueue.closedFailure());
    queue.submit(single("s"));
    Batch next = take(queue);

    assertThat(running.cancellation().isCancelled()).isTrue();
    assertThat(next.texts()).containsExactly("s");
    assertThat(next.pending()).isZero();
    assertThat(next.cancellation().isCancelled()).isFalse();
  }

  @Test
  void take_closedQueue_endsTheWorker() {
    CallQueue queue = new CallQueue(9, OverloadPolicy.REFUSE, 1, 1);
    Call waiting = single("waiting");
    queue.submit(waiting);
    queue.close();

    assertThat(queue.take()).isNull();
    assertThat(waiting.done()).isCompleted();
  }
}
