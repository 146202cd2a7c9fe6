package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sentiment4j.model.tensor.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Rows of the real models against gguf-py; see {@code real_rows.py}. */
final class RealRowsTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/goldens/real_rows.csv")
  void read_realModel_isWhatGgufPyDequantises(String file, String name, int rows, String sha256)
      throws Exception {
    String models = System.getProperty("sentiment4j.models", "");
    assumeThat(models).as("a folder of models, -Dsentiment4j.models").isNotEmpty();
    Path path = Path.of(models, file);
    assumeThat(path).exists();
    Weight weight = GgufCheckpoint.read(path).weight(name).orElseThrow();
    float[] values = new float[rows * weight.columns()];

    weight.read(0, rows, values);

    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }
}
