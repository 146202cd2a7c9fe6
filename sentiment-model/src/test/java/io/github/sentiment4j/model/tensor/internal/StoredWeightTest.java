package io.github.sentiment4j.model.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.support.FileState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredWeightTest {
  private static final int OFFSET = 12;

  @TempDir Path folder;
  private Path file;

  /** 0, 1, 2, … as F32 from byte 12 on. */
  @BeforeEach
  void writeNumbers() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(OFFSET + 4 * 100).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(OFFSET);
    for (int i = 0; i < 100; i++) {
      bytes.putFloat(i);
    }
    file = Files.write(folder.resolve("weights"), bytes.array());
  }

  @Test
  void read_matrix_givesItsRows() {
    Weight weight = StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, OFFSET, 25, 4);
    float[] target = {-1, -1, -1, -1, -1, -1, -1, -1, -1};

    weight.read(3, 2, target);

    assertThat(target).containsExactly(12, 13, 14, 15, 16, 17, 18, 19, -1);
    assertThat(weight.name()).isEqualTo("m");
    assertThat(weight.dimensions()).isEqualTo(2);
    assertThat(weight.rows()).isEqualTo(25);
    assertThat(weight.columns()).isEqualTo(4);
    assertThat(weight.storedAs()).isEqualTo("F32");
    assertThat(weight).hasToString("m F32 (25, 4)");
  }

  @Test
  void read_vector_hasOneColumn() {
    Weight weight = StoredWeight.of(file, FileState.now(file), "v", TensorCodec.F32, OFFSET, 100);
    float[] target = new float[3];

    weight.read(97, 3, target);

    assertThat(target).containsExactly(97, 98, 99);
    assertThat(weight.dimensions()).isEqualTo(1);
    assertThat(weight.rows()).isEqualTo(100);
    assertThat(weight.columns()).isEqualTo(1);
    assertThat(weight).hasToString("v F32 (100)");
  }

  @Test
  void read_anyRows_givesThem() {
    Weight weight = StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, OFFSET, 25, 4);
    for (int first = 0; first <= 25; first++) {
      for (int count = 0; count <= 25 - first; count++) {
        float[] target = new float[count * 4];
        weight.read(first, count, target);
        for (int i = 0; i < target.length; i++) {
          assertThat(target[i]).isEqualTo(first * 4 + i);
        }
      }
    }
  }

  @Test
  void read_fileLargerThanTwoGigabytes_reachesItsEnd() throws IOException {
    long rows = 700;
    int columns = 1 << 20;
    Path large = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(rows * columns * 4);
      for (int row : new int[] {255, 256, 511, 512, 699}) {
        sparse.seek((long) row * columns * 4);
        sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(row)));
      }
    }
    Weight weight =
        StoredWeight.of(large, FileState.now(large), "m", TensorCodec.F32, 0, rows, columns);
    float[] target = new float[2 * columns];

    for (int first : new int[] {255, 511, 698}) {
      weight.read(first, 2, target);
      assertThat(target[0]).isEqualTo(first == 698 ? 0 : first);
      assertThat(target[columns]).isEqualTo(first + 1);
    }
  }

  @Test
  void read_noSuchRowsOrNoRoom_isRefused() {
    Weight weight = StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, OFFSET, 25, 4);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> weight.read(24, 2, new float[8]));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> weight.read(-1, 1, new float[8]));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> weight.read(0, 2, new float[7]));
  }

  @Test
  void read_fileReplacedOrOverwritten_saysSo() throws IOException {
    Weight weight = StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, OFFSET, 25, 4);
    float[] target = new float[100];
    weight.read(0, 25, target);
    String message =
        file
            + ": tensor \"m\": expected 400 bytes from offset 12, found a file that was changed or"
            + " replaced after it was opened; try again when nothing writes to it";

    FileTime before = Files.getLastModifiedTime(file);
    Files.write(file, new byte[OFFSET + 400]);
    Files.setLastModifiedTime(file, before);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> weight.read(0, 25, target))
        .withMessage(message)
        .matches(e -> e.kind() == Kind.MODEL_INVALID);

    Path other = Files.write(folder.resolve("other"), new byte[OFFSET + 400]);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> weight.read(0, 25, target))
        .withMessage(message);
  }

  @Test
  void read_fileShortenedOrGone_saysSo() throws IOException {
    Weight weight = StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, OFFSET, 25, 4);
    float[] target = new float[4];
    weight.read(24, 1, target);
    try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
      shortened.setLength(400);
    }

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> weight.read(24, 1, target))
        .withMessage(
            file
                + ": tensor \"m\": expected 400 bytes from offset 12, found the end of the file; it"
                + " was shortened after it was opened")
        .matches(e -> e.kind() == Kind.MODEL_INVALID);
    Files.delete(file);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> weight.read(0, 1, target))
        .withMessageContaining("found an I/O error: java.io.FileNotFoundException");
  }

  @Test
  void of_shapeThatIsNoWeight_isRefused() {
    for (long[] shape : new long[][] {{}, {2, 3, 4}, {0}, {0, 4}, {1L << 31}, {1, 1L << 28}}) {
      assertThatExceptionOfType(ModelFileException.class)
          .isThrownBy(
              () -> StoredWeight.of(file, FileState.now(file), "m", TensorCodec.F32, 0, shape))
          .withMessageStartingWith(
              file
                  + ": tensor \"m\": expected a vector or a matrix with rows of whole blocks of 1"
                  + " elements, found the shape [")
          .matches(e -> e.kind() == Kind.MODEL_UNSUPPORTED);
    }
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> StoredWeight.of(file, FileState.now(file), "v", TensorCodec.Q8_0, 0, 64))
        .withMessageContaining("rows of whole blocks of 32 elements, found the shape [64] in Q8_0");
  }
}
