package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectedColumnsTest {
  @Test
  void read_moreRowsThanAreBufferedAtOnce_isWhatTheWholeHas() {
    FloatWeight whole = FloatWeight.matrix("whole", 300, 2048);
    int[] columns = IntStream.range(0, 2048).filter(c -> c % 3 == 1).toArray();
    SelectedColumns selected = new SelectedColumns(whole, columns);
    float[] found = new float[290 * columns.length];
    selected.read(10, 290, found);
    float[] wanted = new float[found.length];
    for (int r = 0; r < 290; r++) {
      for (int c = 0; c < columns.length; c++) {
        wanted[r * columns.length + c] = whole.values()[(r + 10) * 2048 + columns[c]];
      }
    }
    assertThat(found).isEqualTo(wanted);
    assertThat(selected.rows()).isEqualTo(300);
    assertThat(selected.columns()).isEqualTo(columns.length);
  }

  @Test
  void read_rowsThatAreNotThere_fails() {
    SelectedColumns selected =
        new SelectedColumns(FloatWeight.matrix("whole", 3, 4), new int[] {0, 3});
    assertThatThrownBy(() -> selected.read(2, 2, new float[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> selected.read(0, 2, new float[3]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
