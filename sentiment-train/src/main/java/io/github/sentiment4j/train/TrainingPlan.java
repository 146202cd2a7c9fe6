package io.github.sentiment4j.train;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import java.util.List;

/**
 * The size of a fine-tune and what it will take, known before the first step.
 *
 * @param prompt with which it trains
 * @param labelWords with which it trains
 * @param texts that are trained on, after down-sampling
 * @param truncated of them, how many lost their end
 * @param steps of the optimizer in all
 * @param firstStep the one that comes next: 1, or more when a run is resumed
 * @param trainable numbers that are trained
 * @param quantizedBase whether the base has to be exported before the adapter can be merged into it
 * @param bfloat16 whether the base is in bfloat16 instead of float32
 * @param precisionReason why it is
 * @param bytes of memory at most, estimated
 * @param seconds that are left, estimated from one batch
 * @param warnings what the user should know about the base and the data, a sentence each
 */
public record TrainingPlan(
    PromptTemplate prompt,
    LabelWords labelWords,
    int texts,
    int truncated,
    int steps,
    int firstStep,
    long trainable,
    boolean quantizedBase,
    boolean bfloat16,
    String precisionReason,
    long bytes,
    double seconds,
    List<String> warnings) {
  public TrainingPlan {
    warnings = List.copyOf(warnings);
  }
}
