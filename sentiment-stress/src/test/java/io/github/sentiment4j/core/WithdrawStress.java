package io.github.sentiment4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** {@link Dispatcher#withdraw}: a deadline, an interrupt or a cancelled future ends a call. */
public final class WithdrawStress {
  private WithdrawStress() {}

  /** A text is submitted and withdrawn while a worker takes what is in line. */
  @JCStressTest
  @State
  @Outcome(id = "1, 2, 0 0 0 0", expect = ACCEPTABLE, desc = "Scored before it was withdrawn.")
  @Outcome(id = "1, CANCELLED, 0 0 0 0", expect = ACCEPTABLE, desc = "Withdrawn.")
  public static class AgainstServe {
    private final StressedLine line = new StressedLine(4);
    private final Call other = line.dispatcher.submit(List.of("1")); // no worker waits
    private final Call[] calls = new Call[1];

    @Actor
    public void submitAndCancel() {
      calls[0] = line.dispatcher.submit("2");
      calls[0].cancel(StressedLine.CANCELLED);
    }

    @Actor
    public void serve() {
      line.serve(0);
    }

    @Arbiter
    public void end(LLL_Result result) {
      result.r1 = StressedLine.outcome(other);
      result.r2 = StressedLine.outcome(calls[0]);
      result.r3 = line.counts();
    }
  }

  /** A list is withdrawn while a worker takes its texts one by one. */
  @JCStressTest
  @State
  @Outcome(
      id = "(1|CANCELLED) (2|CANCELLED) (3|CANCELLED), 0 0 0 0",
      expect = ACCEPTABLE,
      desc = "Each text was scored or withdrawn.")
  public static class ListAgainstServe {
    private final StressedLine line = new StressedLine(1);
    private final Call call = line.dispatcher.submit(List.of("1", "2", "3"));
    private final Call other = line.dispatcher.submit(List.of("4", "5", "6")); // no worker waits

    @Actor
    public void serve() {
      line.serve(0); // 1
      line.serve(0); // 4
      line.serve(0); // 2
    }

    @Actor
    public void cancel() {
      call.cancel(StressedLine.CANCELLED);
    }

    @Arbiter
    public void end(LL_Result result) {
      other.cancel(StressedLine.CANCELLED);
      result.r1 = StressedLine.outcome(call);
      result.r2 = line.counts();
    }
  }

  /** A score and a deadline end the same text. */
  @JCStressTest
  @State
  @Outcome(id = "2, 2, 0", expect = ACCEPTABLE, desc = "The score came first.")
  @Outcome(
      id = "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED, 1",
      expect = ACCEPTABLE,
      desc = "The deadline came first.")
  public static class DeadlineAgainstScore {
    private final StressedLine line = new StressedLine(4);
    private final Call call = line.dispatcher.submit("2");

    DeadlineAgainstScore() {
      line.dispatcher.submit(List.of("1")); // no worker waits
    }

    @Actor
    public void serve(LLL_Result result) {
      line.serve(0);
      result.r1 = StressedLine.ends(call);
    }

    @Actor
    public void expire(LLL_Result result) {
      call.cancel(StressedLine.LATE);
      result.r2 = StressedLine.ends(call);
    }

    @Arbiter
    public void end(LLL_Result result) {
      result.r3 = line.failures.get();
    }
  }

  /** A call is withdrawn twice while another one waits for its room. */
  @JCStressTest
  @State
  @Outcome(id = "CANCELLED, OPEN OPEN, 1 1 1 1", expect = ACCEPTABLE, desc = "One text entered.")
  @Outcome(
      id = "DEADLINE_EXCEEDED, OPEN OPEN, 1 1 1 1",
      expect = ACCEPTABLE,
      desc = "One text entered.")
  public static class Twice {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call second = line.dispatcher.submit("2");
    private final Call third = line.dispatcher.submit("3");

    @Actor
    public void cancel() {
      first.cancel(StressedLine.CANCELLED);
    }

    @Actor
    public void expire() {
      first.cancel(StressedLine.LATE);
    }

    @Arbiter
    public void end(LLL_Result result) {
      result.r1 = StressedLine.outcome(first);
      result.r2 = StressedLine.ends(second) + " " + StressedLine.ends(third);
      result.r3 = line.counts();
    }
  }

  /** The only text of a batch is withdrawn at its end; the worker's next batch must not suffer. */
  @JCStressTest
  @State
  @Outcome(id = "1, 2, OPEN", expect = ACCEPTABLE, desc = "Scored.")
  @Outcome(id = "CANCELLED, 2, OPEN", expect = ACCEPTABLE, desc = "Withdrawn while it ran.")
  @Outcome(id = "CANCELLED, 2, 3", expect = ACCEPTABLE, desc = "Withdrawn before it was taken.")
  public static class LateCancel {
    private final StressedLine line = new StressedLine(1);
    private final Call first = line.dispatcher.submit(List.of("1"));
    private final Call second = line.dispatcher.submit(List.of("2"));
    private final Call third = line.dispatcher.submit(List.of("3"));

    @Actor
    public void serve() {
      line.serve(0);
      line.serve(0);
    }

    @Actor
    public void cancel() {
      first.cancel(StressedLine.CANCELLED);
    }

    @Arbiter
    public void end(LLL_Result result) {
      result.r1 = StressedLine.outcome(first);
      result.r2 = StressedLine.outcome(second);
      result.r3 = StressedLine.ends(third);
    }
  }
}
