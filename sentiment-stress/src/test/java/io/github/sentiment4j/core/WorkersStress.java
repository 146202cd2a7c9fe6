package io.github.sentiment4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LIL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Workers take each text once and sleep through none. */
public final class WorkersStress {
  private WorkersStress() {}

  /** Two workers take the texts of one list. */
  @JCStressTest
  @State
  @Outcome(id = "1 2 3 4, 4, 0 0 0 0", expect = ACCEPTABLE, desc = "Each text once.")
  public static class OneList {
    private final StressedLine line = new StressedLine(2);
    private final Call call = line.dispatcher.submit(List.of("1", "2", "3", "4"));

    @Actor
    public void serveFirst() {
      line.serve(0);
    }

    @Actor
    public void serveSecond() {
      line.serve(1);
    }

    @Arbiter
    public void end(LIL_Result result) {
      result.r1 = StressedLine.outcome(call);
      result.r2 = line.evaluated.get();
      result.r3 = line.counts();
    }
  }

  /** A worker waits, or is about to, when a text comes. It must be woken. */
  @JCStressTest
  @State
  @Outcome(id = "1, 0 0 0 0", expect = ACCEPTABLE, desc = "Scored.")
  public static class WakeUp {
    private final StressedLine line = new StressedLine(4);
    private final Call[] calls = new Call[1];

    @Actor
    public void serve() {
      line.serve(0);
    }

    @Actor
    public void submit() {
      calls[0] = line.dispatcher.submit("1");
    }

    @Arbiter
    public void end(LL_Result result) {
      result.r1 = StressedLine.outcome(calls[0]);
      result.r2 = line.counts();
    }
  }
}
