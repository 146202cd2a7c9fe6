package io.github.sentiment4j.train;

/** Hears how far a fine-tune is; called on the thread that trains. */
public interface TrainingListener {
  /** Nobody listens. */
  TrainingListener NONE = new TrainingListener() {};

  /** What it will take is known; nothing is trained yet. */
  default void planned(TrainingPlan plan) {}

  /** A step is done. */
  default void stepped(TrainingStep step) {}

  /** A checkpoint is written, with its score on the validation set. */
  default void validated(int step, ValidationScore score, boolean best) {}
}
