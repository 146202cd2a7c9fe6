package io.github.sentiment4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Callers that wait for room get it: {@code maxPending} is 1, the policy is BLOCK. */
public final class RoomStress {
  private RoomStress() {}

  /** Two callers want the same room. */
  @JCStressTest
  @State
  @Outcome(id = "1 1 1 1, 1 2, 0 0 0 0", expect = ACCEPTABLE, desc = "One waits for the other.")
  public static class Submits {
    private final StressedLine line = new StressedLine(4);
    private final Call[] calls = new Call[2];

    @Actor
    public void submitFirst() {
      calls[0] = line.dispatcher.submit("1");
    }

    @Actor
    public void submitSecond() {
      calls[1] = line.dispatcher.submit("2");
    }

    @Arbiter
    public void end(LLL_Result result) {
      result.r1 = line.counts();
      line.serve(0);
      result.r2 = StressedLine.outcome(calls[0]) + " " + StressedLine.outcome(calls[1]);
      result.r3 = line.counts();
    }
  }

  /** A worker takes the text that has the room. */
  @JCStressTest
  @State
  @Outcome(id = "1 2, 0 0 0 0", expect = ACCEPTABLE, desc = "Taken together.")
  @Outcome(id = "1 OPEN, 1 1 1 0", expect = ACCEPTABLE, desc = "In line behind the batch.")
  public static class AgainstServe {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call[] calls = new Call[1];

    @Actor
    public void serve() {
      line.serve(0);
    }

    @Actor
    public void submit() {
      calls[0] = line.submitAndEnter("2");
    }

    @Arbiter
    public void end(LL_Result result) {
      result.r1 = StressedLine.outcome(first) + " " + StressedLine.ends(calls[0]);
      result.r2 = line.counts();
    }
  }

  /** The text that has the room is withdrawn. */
  @JCStressTest
  @State
  @Outcome(id = "CANCELLED OPEN, 1 1 1 0", expect = ACCEPTABLE, desc = "The second is in line.")
  public static class AgainstWithdraw {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call[] calls = new Call[1];

    @Actor
    public void cancel() {
      first.cancel(StressedLine.CANCELLED);
    }

    @Actor
    public void submit() {
      calls[0] = line.submitAndEnter("2");
    }

    @Arbiter
    public void end(LL_Result result) {
      result.r1 = StressedLine.outcome(first) + " " + StressedLine.ends(calls[0]);
      result.r2 = line.counts();
    }
  }

  /** A text that waits for room is withdrawn while a worker makes room. */
  @JCStressTest
  @State
  @Outcome(id = "1 2, 0 0 0 0", expect = ACCEPTABLE, desc = "Scored before it was withdrawn.")
  @Outcome(id = "1 CANCELLED, 0 0 0 0", expect = ACCEPTABLE, desc = "Withdrawn.")
  public static class WithdrawOutside {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call second = line.dispatcher.submit("2");

    @Actor
    public void serve() {
      line.serve(0);
    }

    @Actor
    public void cancel() {
      second.cancel(StressedLine.CANCELLED);
    }

    @Arbiter
    public void end(LL_Result result) {
      result.r1 = StressedLine.outcome(first) + " " + StressedLine.outcome(second);
      result.r2 = line.counts();
    }
  }

  /** The text that has the room and the one that waits for it are withdrawn. */
  @JCStressTest
  @State
  @Outcome(id = "CANCELLED CANCELLED, 0 0 0 0", expect = ACCEPTABLE, desc = "None is left.")
  public static class WithdrawBoth {
    private final StressedLine line = new StressedLine(4);
    private final Call first = line.dispatcher.submit("1");
    private final Call second = line.dispatcher.submit("2");

    @Actor
    public void cancelFirst() {
      first.cancel(StressedLine.CANCELLED);
    }

    @Actor
    public void cancelSecond() {
      second.cancel(StressedLine.CANCELLED);
    }

    @Arbiter
    public void end(LL_Result result) {
      result.r1 = StressedLine.outcome(first) + " " + StressedLine.outcome(second);
      result.r2 = line.counts();
    }
  }
}
