package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HiddenUnitsTest {
  @Test
  void importance_ofUnits_isActivationTimesNormOfTheColumn() {
    // (H, F) = (2, 3)
    FloatWeight down = new FloatWeight("down", 2, 2, 3, new float[] {3, 0, 1, 4, 2, 0});
    assertThat(HiddenUnits.importance(new double[] {1, 10, 0.5}, down)).containsExactly(5, 20, 0.5);
  }

  @Test
  void columnNorms_moreThanIsReadAtOnce_areThoseOfAPlainLoop() {
    FloatWeight matrix = FloatWeight.matrix("large", 900, 1500);
    double[] norms = HiddenUnits.columnNorms(matrix);
    for (int c = 0; c < 1500; c++) {
      double sum = 0;
      for (int r = 0; r < 900; r++) {
        sum += Math.pow(matrix.values()[r * 1500 + c], 2);
      }
      assertThat(norms[c]).isCloseTo(Math.sqrt(sum), within(1e-9));
    }
  }

  @Test
  void mostImportant_ofUnits_areAscendingAndTheFirstOfEqualOnes() {
    double[] importance = {1, 5, 3, 3, 9, 3};
    assertThat(HiddenUnits.mostImportant(importance, 1)).containsExactly(4);
    assertThat(HiddenUnits.mostImportant(importance, 4)).containsExactly(1, 2, 3, 4);
    assertThat(HiddenUnits.mostImportant(importance, 6)).containsExactly(0, 1, 2, 3, 4, 5);
  }
}
