package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.jni.ModelProbe;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the hidden units that stay. Letters: L blocks, F hidden units, W of them stay, V tokens.
 *
 * @param units (L, W) ascending
 * @param errors the effect on the logits, and that of other widths
 */
@SuppressWarnings("ArrayRecordComponent")
record FeedForwardPruning(int[][] units, List<WidthError> errors) {
  /** The interval of the prompts that measure only errors. */
  private static final int HELD_OUT = 10;

  /**
   * Chooses the hidden units of every block.
   *
   * @param model the model that runs
   * @param checkpoint the same model
   * @param prompts tokens of texts in prompts; at least two
   * @param labels the first token of each label word
   * @param width W
   * @param progress receives every prompt
   */
  static FeedForwardPruning of(
      ModelProbe model,
      Checkpoint checkpoint,
      List<int[]> prompts,
      int[] labels,
      int width,
      Progress progress) {
    List<int[]> calibration = new ArrayList<>();
    List<int[]> heldOut = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      (i % HELD_OUT == 1 ? heldOut : calibration).add(prompts.get(i));
    }
    int[] widths = WidthStudy.widths(width, model.units());
    Steps steps =
        new Steps(progress, calibration.size() + (long) heldOut.size() * (1 + widths.length));
    double[][] importance = importance(model, checkpoint, calibration, steps);
    WidthStudy study =
        new WidthStudy(
            kept -> {
              model.keepUnits(kept);
              return heldOut.stream()
                  .map(
                      prompt -> {
                        steps.next(kept == null ? "logits" : "logits of fewer units");
                        return model.logits(prompt);
                      })
                  .toList();
            },
            labels);
    List<WidthError> errors = new ArrayList<>();
    for (int w : widths) {
      errors.add(study.error(w, mask(mostImportant(importance, w), model.units())));
    }
    return new FeedForwardPruning(mostImportant(importance, width), errors);
  }

  /** Counts the prompts that were run and reports them. */
  private static final class Steps {
    private final Progress progress;
    private final long total;
    private long done;

    Steps(Progress progress, long total) {
      this.progress = progress;
      this.total = total;
    }

    void next(String step) {
      progress.advanced(step, ++done, total);
    }
  }

  /** (L, F); sums over the prompts rank the units of a block like means. */
  private static double[][] importance(
      ModelProbe model, Checkpoint checkpoint, List<int[]> prompts, Steps steps) {
    double[] sums = new double[model.layers() * model.units()];
    for (int[] prompt : prompts) {
      model.addActivity(prompt, sums);
      steps.next("activations");
    }
    double[][] importance = new double[model.layers()][];
    for (int layer = 0; layer < importance.length; layer++) {
      double[] own = new double[model.units()];
      System.arraycopy(sums, layer * model.units(), own, 0, own.length);
      importance[layer] =
          HiddenUnits.importance(
              own,
              checkpoint.weight("model.layers." + layer + ".mlp.down_proj.weight").orElseThrow());
    }
    return importance;
  }

  private static int[][] mostImportant(double[][] importance, int width) {
    int[][] units = new int[importance.length][];
    for (int layer = 0; layer < units.length; layer++) {
      units[layer] = HiddenUnits.mostImportant(importance[layer], width);
    }
    return units;
  }

  /** (L, F) */
  private static boolean[] mask(int[][] units, int full) {
    boolean[] mask = new boolean[units.length * full];
    for (int layer = 0; layer < units.length; layer++) {
      for (int unit : units[layer]) {
        mask[layer * full + unit] = true;
      }
    }
    return mask;
  }
}
