package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** The texts that go through the engine together. Filled under the queue's lock, then read only. */
final class Batch implements Task {
  private final Call[] calls; // (maxBatch), the first `size` are filled
  private final int[] places; // (maxBatch) place of the text in its call
  private final Cancellation cancellation = new Cancellation();
  private int size;
  private int pending;

  Batch(int maxBatch) {
    calls = new Call[maxBatch];
    places = new int[maxBatch];
  }

  void add(Call call, int place) {
    calls[size] = call;
    places[size] = place;
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == calls.length;
  }

  /** Texts that were still waiting when this batch started. */
  int pending() {
    return pending;
  }

  void pending(int texts) {
    pending = texts;
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(calls[i].text(places[i]));
    }
    return texts;
  }

  long elapsedNanos(int i) {
    return calls[i].elapsedNanos();
  }

  long longestWaitNanos() {
    long longest = 0;
    for (int i = 0; i < size; i++) {
      longest = Math.max(longest, elapsedNanos(i));
    }
    return longest;
  }

  void end(int i, Ending ending) {
    calls[i].end(places[i], ending);
  }

  /** Ends every text that is still open. */
  void endAll(Ending.Failed why) {
    for (int i = 0; i < size; i++) {
      end(i, why);
    }
  }

  Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public boolean isAbandoned() {
    for (int i = 0; i < size; i++) {
      if (!calls[i].hasEnded(places[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void stop(Ending.Failed why) {
    endAll(why);
    cancellation.cancel();
  }
}
