package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectedRowsTest {
  private static final FloatWeight WHOLE = FloatWeight.matrix("whole", 50, 7);

  @Test
  void read_anyRowsOfAnySelection_isWhatTheWholeHas() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      double share = random.nextDouble();
      int[] rows = IntStream.range(0, 50).filter(row -> random.nextDouble() < share).toArray();
      SelectedRows selected = new SelectedRows(WHOLE, rows);
      int first = random.nextInt(rows.length + 1);
      int count = random.nextInt(rows.length - first + 1);
      float[] found = new float[count * 7];
      selected.read(first, count, found);
      assertThat(found).isEqualTo(plain(Arrays.copyOfRange(rows, first, first + count)));
    }
  }

  private static float[] plain(int[] rows) {
    float[] values = new float[rows.length * 7];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < 7; c++) {
        values[i * 7 + c] = WHOLE.values()[rows[i] * 7 + c];
      }
    }
    return values;
  }

  @Test
  void shape_ofAVector_staysAVector() {
    SelectedRows selected = new SelectedRows(FloatWeight.vector("bias", 9), new int[] {2, 5});
    assertThat(selected.dimensions()).isEqualTo(1);
    assertThat(selected.rows()).isEqualTo(2);
    assertThat(selected.columns()).isEqualTo(1);
    assertThat(selected.name()).isEqualTo("bias");
    assertThat(selected.storedAs()).isEqualTo("F32");
  }

  @Test
  void read_rowsThatAreNotThere_fails() {
    SelectedRows selected = new SelectedRows(WHOLE, new int[] {1, 2});
    assertThatThrownBy(() -> selected.read(1, 2, new float[14]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> selected.read(0, 2, new float[13]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
