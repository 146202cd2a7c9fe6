package io.github.sentiment4j.model.tensor;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * A weight that lies in a file, row after row. The file is mapped into memory at the first reading,
 * in windows of at most 1 GiB, and stays mapped as long as the weight is reachable; it is not kept
 * open.
 */
public final class StoredWeight implements Weight {
  private static final int WINDOW_BYTES = 1 << 30;

  private final Path file;
  private final String name;
  private final TensorCodec codec;
  private final long offset;
  private final int dimensions;
  private final int rows;
  private final int columns;
  private final int rowBytes;

  /** Rows of each window but the last. */
  private final int windowRows;

  /** The windows; null where nothing was read yet. */
  private final ByteBuffer[] windows;

  /** A weight that is mapped in windows of about a number of bytes. */
  StoredWeight(
      Path file, String name, TensorCodec codec, long offset, int[] shape, int windowBytes) {
    this.file = file;
    this.name = name;
    this.codec = codec;
    this.offset = offset;
    this.dimensions = shape.length;
    this.rows = shape[0];
    this.columns = shape.length == 1 ? 1 : shape[1];
    this.rowBytes = Math.toIntExact(codec.type().bytes(columns));
    this.windowRows = Math.max(1, windowBytes / rowBytes);
    this.windows = new ByteBuffer[(rows - 1) / windowRows + 1];
  }

  /**
   * A weight in a file.
   *
   * @param offset of its first byte in the file; the caller has checked that it ends within
   * @param shape (R) or (R, C), in the order of PyTorch
   * @throws ModelFileException {@link Kind#UNSUPPORTED} if it has another number of dimensions, too
   *     many rows or columns, or rows that are not whole blocks
   */
  public static StoredWeight of(
      Path file, String name, TensorCodec codec, long offset, long... shape) {
    long rows = shape.length == 0 ? 0 : shape[0];
    long columns = shape.length < 2 ? 1 : shape[1];
    if (shape.length < 1
        || shape.length > 2
        || Math.min(rows, columns) < 1
        || rows > Integer.MAX_VALUE
        || columns > WINDOW_BYTES / Double.BYTES
        || columns % codec.type().blockElements() != 0) {
      throw ModelFileException.of(
          Kind.UNSUPPORTED,
          file,
          "tensor " + GgufValue.quote(name),
          "a vector or a matrix with rows of whole blocks of "
              + codec.type().blockElements()
              + " elements",
          "the shape " + Arrays.toString(shape) + " in " + codec);
    }
    int[] lengths = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return new StoredWeight(file, name, codec, offset, lengths, WINDOW_BYTES);
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
    try {
      int done = 0;
      while (done < count) {
        int row = firstRow + done;
        int first = row % windowRows;
        int here = Math.min(count - done, windowRows - first);
        ByteBuffer source = window(row / windowRows).duplicate().position(first * rowBytes);
        codec.decode(source, here * columns, target, done * columns);
        done += here;
      }
    } catch (InternalError e) {
      // How the JVM reports that the mapped file has become shorter; compiled code may do so later.
      throw unreadable("an error of the mapped file: " + e.getMessage(), e);
    }
  }

  private ByteBuffer window(int index) {
    synchronized (windows) {
      if (windows[index] == null) {
        windows[index] = map(index);
      }
      return windows[index];
    }
  }

  private ByteBuffer map(int index) {
    long firstRow = (long) index * windowRows;
    long from = offset + firstRow * rowBytes;
    long bytes = Math.min(windowRows, rows - firstRow) * rowBytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < from + bytes) {
        throw unreadable(
            "a file of " + channel.size() + " bytes; it was shortened after it was opened", null);
      }
      return channel.map(MapMode.READ_ONLY, from, bytes);
    } catch (IOException e) {
      throw unreadable("an I/O error: " + e, e);
    }
  }

  private ModelFileException unreadable(String found, Throwable cause) {
    return ModelFileException.of(
        Kind.CORRUPT,
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
