package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.output.ProgressLine;
import io.github.sentiment4j.train.TrainingListener;
import io.github.sentiment4j.train.TrainingPlan;
import io.github.sentiment4j.train.TrainingStep;
import io.github.sentiment4j.train.ValidationScore;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a fine-tune: the plan and each score as lines, the steps on one line of a
 * terminal.
 */
final class TrainingProgress implements TrainingListener, ProgressLine.Content, AutoCloseable {
  private final PrintWriter err;
  private final ProgressLine line;
  private @Nullable TrainingPlan plan;
  private @Nullable TrainingStep last;
  private @Nullable ValidationScore best;
  private String reference = "";
  private double referenceShare;
  private long tokens;
  private double seconds;

  TrainingProgress(Streams streams) {
    this.err = streams.err();
    this.line = new ProgressLine(streams.progress(), this, System::nanoTime);
  }

  @Override
  public void planned(TrainingPlan made) {
    plan = made;
    made.warnings().forEach(warning -> say("warning: %s", warning));
    say(
        "%,d texts (%,d shortened), %,d steps, %,d trained parameters, base in %s (%s)",
        made.texts(),
        made.truncated(),
        made.steps(),
        made.trainable(),
        made.bfloat16() ? "bfloat16" : "float32",
        made.precisionReason());
    say(
        "about %,d MB of memory at most and %s without validation, from step %,d",
        made.bytes() / 1_000_000, minutes(made.seconds()), made.firstStep());
  }

  @Override
  public void referenceScored(int done, int texts) {
    reference = String.format(Locale.ROOT, "reference: %,d of %,d texts", done, texts);
    referenceShare = (double) done / texts;
    line.drawSometimes();
  }

  @Override
  public void stepped(TrainingStep step) {
    last = step;
    tokens += step.tokens();
    seconds += step.seconds();
    line.drawSometimes();
  }

  @Override
  public void validated(int step, ValidationScore score, boolean isBest) {
    best = isBest ? score : best;
    line.erase();
    say(
        "step %,d: macro-F1 %.4f, accuracy %.4f, loss %.4f on the validation texts%s",
        step, score.macroF1(), score.accuracy(), score.loss(), isBest ? ", best so far" : "");
  }

  /** Returns the plan; a run that has ended has one. */
  TrainingPlan plan() {
    return Objects.requireNonNull(plan);
  }

  /** Returns the best score of this part of the run; empty if nothing was validated. */
  Optional<ValidationScore> best() {
    return Optional.ofNullable(best);
  }

  double tokensPerSecond() {
    return seconds == 0 ? 0 : tokens / seconds;
  }

  @Override
  public OptionalDouble share() {
    return last == null || plan == null
        ? OptionalDouble.of(referenceShare)
        : OptionalDouble.of(
            (double) (last.step() - plan.firstStep() + 1) / (plan.steps() - plan.firstStep() + 1));
  }

  @Override
  public String text(double elapsed) {
    if (last == null) {
      return reference;
    }
    TrainingStep done = last;
    return String.format(
        Locale.ROOT,
        "step %,d of %,d  loss %.4f  %,.0f tokens/s",
        done.step(),
        done.steps(),
        done.loss(),
        tokensPerSecond());
  }

  private void say(String format, Object... values) {
    err.println("sentiment: " + String.format(Locale.ROOT, format, values));
  }

  private static String minutes(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f minutes", seconds / 60);
  }

  @Override
  public void close() {
    line.erase();
  }
}
