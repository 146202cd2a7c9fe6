package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.util.List;
import org.junit.jupiter.api.Test;

class WidthStudyTest {
  private static final boolean[] ALL = {true, true};
  private static final boolean[] SECOND = {false, true};

  /** Two units; the first adds (3, 0, 4) to the logits of a prompt, the second 0 or 7 to each. */
  private static List<float[]> logits(boolean[] kept) {
    return kept == SECOND
        ? List.of(new float[] {0, 0, 0}, new float[] {7, 7, 7})
        : List.of(new float[] {3, 0, 4}, new float[] {10, 7, 11});
  }

  private final WidthStudy study = new WidthStudy(WidthStudyTest::logits, new int[] {0, 2});

  @Test
  void error_ofAllUnits_isNone() {
    WidthError error = study.error(2, ALL);
    assertThat(error).isEqualTo(new WidthError(2, 0, 0, 1));
  }

  @Test
  void error_withoutAUnit_isTheMeanRelativeOne() {
    WidthError error = study.error(1, SECOND);
    // (3, 0, 4) lost of (3, 0, 4), and of (10, 7, 11).
    assertThat(error.logitError()).isCloseTo((1 + 5 / Math.sqrt(270)) / 2, within(1e-9));
    // What the labels have in common does not count: 3 and 4 of tokens 0 and 2 are all of it.
    assertThat(error.labelError()).isCloseTo(1, within(1e-6));
    assertThat(error.sameLabel()).isZero();
    assertThat(error.width()).isEqualTo(1);
  }

  @Test
  void widths_besideTheWantedOne_areMultiplesOf32BelowAll() {
    assertThat(WidthStudy.widths(3000, 4864)).containsExactly(1216, 2432, 3000, 3040, 3648, 4256);
    assertThat(WidthStudy.widths(40, 64)).containsExactly(32, 40);
  }
}
