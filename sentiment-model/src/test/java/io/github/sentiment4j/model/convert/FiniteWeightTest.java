package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiniteWeightTest {

  /** One column whose last row has another value. */
  private record Column(float value) implements Weight {
    @Override
    public String name() {
      return "w";
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public int rows() {
      return 3;
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public String storedAs() {
      return "F32";
    }

    @Override
    public void read(int firstRow, int count, float[] target) {
      for (int i = 0; i < count; i++) {
        target[i] = firstRow + i == 2 ? value : 1;
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "70000|F16|numbers that F16 holds, up to 65504, found -70000.0; choose another type, such as"
            + " bf16",
        "NaN|F32|finite numbers, found NaN; the training diverged, or the file is damaged",
        "Infinity|BF16|finite numbers, found -Infinity; the training diverged, or the file is damaged",
      })
  void read_numberThatTheFileCannotHold_isRefused(float value, GgmlType type, String message) {
    FiniteWeight weight = new FiniteWeight(new Column(-value), Path.of("base"), type);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> weight.read(1, 2, new float[2]))
        .withMessage("base: tensor \"w\", row 2: expected " + message);
  }

  @Test
  void read_largestNumbers_areRead() {
    float[] values = new float[3];

    new FiniteWeight(new Column(65_519), Path.of("base"), GgmlType.F16).read(0, 3, values);
    assertThat(values).containsExactly(1, 1, 65_519);

    new FiniteWeight(new Column(-Float.MAX_VALUE), Path.of("base"), GgmlType.F32)
        .read(0, 3, values);
    assertThat(values).containsExactly(1, 1, -Float.MAX_VALUE);
  }
}
