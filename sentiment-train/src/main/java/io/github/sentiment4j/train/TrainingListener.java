package io.github.sentiment4j.train;

/** A listener to the progress of a fine-tune; called on the thread that trains. */
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Called once, before the first step. */
  default void planned(TrainingPlan plan) {}

  /** Called after each step. */
  default void stepped(TrainingStep step) {}

  /** Called after a checkpoint was written and scored on the validation set. */
  default void validated(int step, ValidationScore score, boolean best) {}
}
