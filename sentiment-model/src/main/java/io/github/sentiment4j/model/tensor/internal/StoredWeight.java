package io.github.sentiment4j.model.tensor.internal;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.support.FileState;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A weight that lies in a file, row after row. The file is opened for each reading and not mapped
 * into memory: a mapped file that is shortened crashes its readers. A file that was changed since
 * its header was read is refused.
 */
public final class StoredWeight implements Weight {
  private static final int MAX_ROW_BYTES = 1 << 30;
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path file;
  private final FileState state;
  private final String name;
  private final TensorCodec codec;
  private final long offset;
  private final int dimensions;
  private final int rows;
  private final int columns;
  private final int rowBytes;

  private StoredWeight(
      Path file, FileState state, String name, TensorCodec codec, long offset, int[] shape) {
    this.file = file;
    this.state = state;
    this.name = name;
    this.codec = codec;
    this.offset = offset;
    this.dimensions = shape.length;
    this.rows = shape[0];
    this.columns = shape.length == 1 ? 1 : shape[1];
    this.rowBytes = Math.toIntExact(codec.type().bytes(columns));
  }

  /**
   * A weight in a file.
   *
   * @param state of the file when its header was read, or before
   * @param offset of its first byte in the file; the caller has checked that it ends within
   * @param shape (R) or (R, C), in the order of PyTorch
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if it has another number of
   *     dimensions, too many rows or columns, or rows that are not whole blocks
   */
  public static StoredWeight of(
      Path file, FileState state, String name, TensorCodec codec, long offset, long... shape) {
    long rows = shape.length == 0 ? 0 : shape[0];
    long columns = shape.length < 2 ? 1 : shape[1];
    if (shape.length < 1
        || shape.length > 2
        || Math.min(rows, columns) < 1
        || rows > Integer.MAX_VALUE
        || columns > MAX_ROW_BYTES / Double.BYTES
        || columns % codec.type().blockElements() != 0) {
      throw ModelFileException.unsupported(
          file,
          "tensor " + GgufValue.quote(name),
          "a vector or a matrix with rows of whole blocks of "
              + codec.type().blockElements()
              + " elements",
          "the shape " + Arrays.toString(shape) + " in " + codec);
    }
    int[] lengths = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return new StoredWeight(file, state, name, codec, offset, lengths);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public String storedAs() {
    return codec.name();
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    Objects.checkFromIndexSize(firstRow, count, rows);
    Objects.checkFromIndexSize(0L, (long) count * columns, target.length);
    byte[] bytes = new byte[Math.min(count, Math.max(1, CHUNK_BYTES / rowBytes)) * rowBytes];
    // Not a FileChannel: an interrupted caller must not lose its file.
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(offset + (long) firstRow * rowBytes);
      for (int done = 0; done < count; ) {
        int here = Math.min(count - done, bytes.length / rowBytes);
        in.readFully(bytes, 0, here * rowBytes);
        codec.decode(ByteBuffer.wrap(bytes), here * columns, target, done * columns);
        done += here;
      }
    } catch (EOFException e) {
      throw unreadable("the end of the file; it was shortened after it was opened", e);
    } catch (IOException e) {
      throw unreadable("an I/O error: " + e, e);
    }
    if (!state.equals(FileState.now(file))) {
      throw unreadable(
          "a file that was changed or replaced after it was opened; try again when nothing writes"
              + " to it",
          null);
    }
  }

  private ModelFileException unreadable(String found, @Nullable Throwable cause) {
    return ModelFileException.of(
        Kind.MODEL_INVALID,
        file,
        "tensor " + GgufValue.quote(name),
        (long) rows * rowBytes + " bytes from offset " + offset,
        found,
        cause);
  }

  @Override
  public String toString() {
    return name
        + " "
        + codec
        + (dimensions == 1 ? " (" + rows : " (" + rows + ", " + columns)
        + ")";
  }
}
