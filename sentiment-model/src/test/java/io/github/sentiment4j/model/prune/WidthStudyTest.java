package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.util.List;
import org.junit.jupiter.api.Test;

class WidthStudyTest {
  private static final int[][] ALL = {{0, 1}};
  private static final int[][] SECOND = {{1}};

  /** Two hidden units; the first adds (3, 0, 4) to the logits, the second the token (1, 1, 1). */
  private static final Probe PROBE =
      new Probe() {
        @Override
        public void addActivations(int[] prompt, double[][] sums) {
          throw new UnsupportedOperationException();
        }

        @Override
        public float[] logits(int[] prompt, int[][] units) {
          boolean whole = units[0].length == 2;
          float token = prompt[0];
          return whole
              ? new float[] {3 + token, token, 4 + token}
              : new float[] {token, token, token};
        }
      };

  @Test
  void error_ofAllUnits_isNone() {
    WidthError error = study(0, 7).error(ALL);
    assertThat(error).isEqualTo(new WidthError(2, 0, 0, 1));
  }

  @Test
  void error_withoutAUnit_isTheMeanRelativeOne() {
    WidthError error = study(0, 7).error(SECOND);
    // (3, 0, 4) lost of (3, 0, 4), and of (10, 7, 11).
    assertThat(error.logitError()).isCloseTo((1 + 5 / Math.sqrt(270)) / 2, within(1e-6));
    // What the labels have in common does not count: 3 and 4 of tokens 0 and 2 are all of it.
    assertThat(error.labelError()).isCloseTo(1, within(1e-6));
    assertThat(error.sameLabel()).isZero();
    assertThat(error.width()).isEqualTo(1);
  }

  private static WidthStudy study(int... tokens) {
    return new WidthStudy(
        PROBE,
        List.of(new int[] {tokens[0]}, new int[] {tokens[1]}),
        new int[] {0, 2},
        ALL);
  }

  @Test
  void widths_besideTheWantedOne_areMultiplesOf32BelowAll() {
    assertThat(WidthStudy.widths(3000, 4864)).containsExactly(1216, 2432, 3000, 3040, 3648, 4256);
    assertThat(WidthStudy.widths(40, 64)).containsExactly(32, 40);
  }
}
