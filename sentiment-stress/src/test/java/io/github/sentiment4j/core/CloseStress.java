package io.github.sentiment4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** {@link Dispatcher#close} ends every call, whatever else happens. */
public final class CloseStress {
  private CloseStress() {}

  /** A text is submitted. */
  @JCStressTest
  @State
  @Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "Refused, or ended in line.")
  public static class AgainstSubmit {
    private final StressedLine line = new StressedLine(4);
    private final Call[] calls = new Call[1];

    @Actor
    public void submit() {
      calls[0] = line.dispatcher.submit("1");
    }

    @Actor
    public void close() {
      line.dispatcher.close();
    }

    @Arbiter
    public void end(L_Result result) {
      result.r1 = StressedLine.outcome(calls[0]);
    }
  }

  /** A text is submitted that finds no room. */
  @JCStressTest
  @State
  @Outcome(id = "CLOSED CLOSED", expect = ACCEPTABLE, desc = "Refused, or ended outside the line.")
  public static class AgainstSubmitForRoom {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call[] calls = new Call[1];

    @Actor
    public void submit() {
      calls[0] = line.submitAndEnter("2");
    }

    @Actor
    public void close() {
      line.dispatcher.close();
    }

    @Arbiter
    public void end(L_Result result) {
      result.r1 = StressedLine.outcome(first) + " " + StressedLine.outcome(calls[0]);
    }
  }

  /** A worker serves a list. */
  @JCStressTest
  @State
  @Outcome(
      id = "([1-8]|CLOSED)( ([1-8]|CLOSED)){7}",
      expect = ACCEPTABLE,
      desc = "Each text was scored or ended.")
  public static class AgainstServe {
    private final StressedLine line = new StressedLine(2);
    private final Call call =
        line.dispatcher.submit(List.of("1", "2", "3", "4", "5", "6", "7", "8"));

    @Actor
    public void serve() {
      while (line.serve(0)) {}
    }

    @Actor
    public void close() {
      line.dispatcher.close();
    }

    @Arbiter
    public void end(L_Result result) {
      result.r1 = StressedLine.outcome(call);
    }
  }

  /** A worker waits for a batch. */
  @JCStressTest
  @State
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The worker ended.")
  public static class AgainstWaitingWorker {
    private final StressedLine line = new StressedLine(1);
    private volatile boolean more = true;

    @Actor
    public void serve() {
      more = line.serve(0);
    }

    @Actor
    public void close() {
      line.dispatcher.close();
    }

    @Arbiter
    public void end(L_Result result) {
      result.r1 = more ? 1 : 0;
    }
  }

  /** Texts are submitted to each worker. */
  @JCStressTest
  @State
  @Outcome(id = "refused", expect = ACCEPTABLE, desc = "The classifier was closed before.")
  @Outcome(id = "CLOSED CLOSED", expect = ACCEPTABLE, desc = "Ended in the workers' lines.")
  public static class AgainstWarmUp {
    private final StressedLine line = new StressedLine(4);
    private volatile List<Call> calls = List.of();

    @Actor
    public void warmUp() {
      try {
        calls = line.dispatcher.submitToEach(List.of("1"));
      } catch (SentimentException e) {
        // The arbiter finds no calls.
      }
    }

    @Actor
    public void close() {
      line.dispatcher.close();
    }

    @Arbiter
    public void end(L_Result result) {
      result.r1 =
          calls.isEmpty()
              ? "refused"
              : StressedLine.outcome(calls.get(0)) + " " + StressedLine.outcome(calls.get(1));
    }
  }
}
