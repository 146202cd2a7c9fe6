package io.github.sentiment4j.train;

/** A listener to the progress of a fine-tune; called on the thread that trains. */
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Called once, before the first step. */
  default void planned(TrainingPlan plan) {}

  /**
   * Called before the first step of a preference objective, several times.
   *
   * @param done the number of texts that the reference has scored
   * @param texts of all texts
   */
  default void referenceScored(int done, int texts) {}

  /** Called after each step. */
  default void stepped(TrainingStep step) {}

  /** Called after a checkpoint was written and scored on the validation set. */
  default void validated(int step, ValidationScore score, boolean best) {}
}
