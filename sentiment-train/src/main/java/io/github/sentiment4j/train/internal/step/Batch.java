package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.train.internal.decoder.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Rows of tokens, padded at the right, and the positions whose logits are wanted.
 *
 * @param tokens (B, T)
 * @param rows (M) positions b · T + t
 * @param count tokens without the filling
 */
public record Batch(Tensor tokens, Tensor rows, long count) {

  /** Builds a batch row by row. */
  public static final class Builder {
    private final List<int[]> sequences = new ArrayList<>();
    private final List<int[]> wanted = new ArrayList<>();

    /** Adds a sequence whose positions from {@code first} to its end are wanted. */
    void add(int[] ids, int first) {
      sequences.add(ids);
      wanted.add(new int[] {first, ids.length});
    }

    Batch build() {
      int longest = sequences.stream().mapToInt(ids -> ids.length).max().orElseThrow();
      long[] tokens = new long[sequences.size() * longest];
      List<Long> rows = new ArrayList<>();
      long count = 0;
      for (int b = 0; b < sequences.size(); b++) {
        int[] ids = sequences.get(b);
        count += ids.length;
        for (int t = 0; t < ids.length; t++) {
          tokens[b * longest + t] = ids[t];
        }
        for (int t = wanted.get(b)[0]; t < wanted.get(b)[1]; t++) {
          rows.add((long) b * longest + t);
        }
      }
      long[] positions = rows.stream().mapToLong(Long::longValue).toArray();
      return new Batch(
          Torch.integers(tokens, sequences.size(), longest),
          Torch.integers(positions, positions.length),
          count);
    }
  }

  /**
   * Returns prompts with the beginnings of label words behind them, in the order of {@link
   * LabelTokens#scores}.
   */
  public static Batch ofLabels(List<Example> examples, LabelTokens labels) {
    Builder builder = new Builder();
    for (Example example : examples) {
      for (int[] beginning : labels.beginnings()) {
        builder.add(PromptTokenizer.join(example.prompt(), beginning), example.prompt().length - 1);
      }
    }
    return builder.build();
  }
}
