package io.github.sentiment4j.gguf;

import static io.github.sentiment4j.gguf.GgufLimits.pad;

import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds a GGUF file of version 3: metadata and tensors, in the order in which they were first
 * added. Not thread-safe.
 *
 * <p>{@link #write} is all or nothing, see {@link PendingOutput}: no reader ever sees half a file.
 * Tensors are streamed and hashed on the way; memory holds the header and the buffers of the {@link
 * TensorData}.
 */
public final class GgufWriter {
  /** Writes the data of one tensor. */
  @FunctionalInterface
  public interface TensorData {
    /**
     * Writes exactly the bytes of the tensor, little endian, in GGUF order.
     *
     * @param target takes all that remains in a buffer with one call
     * @throws IOException if the data cannot be had or written
     */
    void writeTo(WritableByteChannel target) throws IOException;
  }

  /**
   * The file that was written.
   *
   * @param bytes size of the file
   * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
   */
  public record Written(long bytes, String sha256) {}

  private record Entry(GgufTensor tensor, TensorData data) {}

  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new LinkedHashMap<>();

  private GgufWriter() {}

  /** A file without keys and tensors. */
  public static GgufWriter create() {
    return new GgufWriter();
  }

  /**
   * A file with the keys and tensors of another one. The tensors are read while {@link #write}
   * runs; the target may be the source itself.
   */
  public static GgufWriter copyOf(GgufFile file) {
    GgufWriter writer = new GgufWriter();
    writer.metadata.putAll(file.metadata());
    for (GgufTensor tensor : file.tensors()) {
      writer.tensor(
          tensor.name(), tensor.type(), tensor.shape(), target -> file.writeTo(tensor, target));
    }
    return writer;
  }

  /**
   * Adds a key or replaces its value, which keeps its place.
   *
   * @throws IllegalArgumentException if the key is empty, has a zero byte or more than 65,535 bytes
   */
  public GgufWriter put(String key, GgufValue value) {
    checkName(key, GgufLimits.MAX_KEY_BYTES, "key");
    metadata.put(key, Objects.requireNonNull(value, "value"));
    return this;
  }

  /** Adds or replaces a string, see {@link #put}. */
  public GgufWriter putString(String key, String value) {
    return put(key, GgufValue.string(value));
  }

  /** Adds or replaces an integer in [0, 2<sup>32</sup>), see {@link #put}. */
  public GgufWriter putUint32(String key, long value) {
    return put(key, GgufValue.uint32(value));
  }

  /** Adds or replaces a single-precision number, see {@link #put}. */
  public GgufWriter putFloat32(String key, float value) {
    return put(key, GgufValue.float32(value));
  }

  /** Adds or replaces a truth value, see {@link #put}. */
  public GgufWriter putBool(String key, boolean value) {
    return put(key, GgufValue.bool(value));
  }

  /** Adds or replaces an array of strings, see {@link #put}. */
  public GgufWriter putStrings(String key, List<String> values) {
    return put(key, GgufValue.strings(values));
  }

  /** Removes a key, if it is there. */
  public GgufWriter remove(String key) {
    metadata.remove(key);
    return this;
  }

  /**
   * Adds a tensor or replaces the one with its name, which keeps its place.
   *
   * @param shape 1 to 4 positive lengths, the contiguous dimension first, in whole blocks
   * @throws IllegalArgumentException if the name has more than 63 bytes or a zero byte, or the
   *     shape does not fit the type
   */
  public GgufWriter tensor(String name, GgmlType type, long[] shape, TensorData data) {
    checkName(name, GgufLimits.MAX_TENSOR_NAME_BYTES, "tensor name");
    if (shape.length < 1 || shape.length > GgufLimits.MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "tensor " + name + ": expected 1 to 4 dimensions, found " + shape.length);
    }
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 1 || (i == 0 && shape[i] % type.blockElements() != 0)) {
        throw new IllegalArgumentException(
            "tensor "
                + name
                + ": expected positive lengths, the first one a multiple of "
                + type.blockElements()
                + ", found "
                + GgufTensor.describe(shape));
      }
    }
    Objects.requireNonNull(data, "data");
    tensors.put(name, new Entry(new GgufTensor(name, type, shape.clone(), 0), data));
    return this;
  }

  /** Adds or replaces a tensor with what remains in a buffer, which is left as it is. */
  public GgufWriter tensor(String name, GgmlType type, long[] shape, ByteBuffer data) {
    ByteBuffer bytes = data.slice();
    return tensor(name, type, shape, target -> target.write(bytes.duplicate()));
  }

  /** Removes a tensor, if it is there. */
  public GgufWriter removeTensor(String name) {
    tensors.remove(name);
    return this;
  }

  /**
   * Writes the file. Where a {@link ModelManifest} stands beside the target, it is replaced too.
   *
   * @throws IOException if it cannot be written, or a {@link TensorData} fails or writes another
   *     number of bytes than its tensor has; the target is then as it was before
   * @throws IllegalArgumentException if {@code general.alignment} is no power of two as UINT32, or
   *     a string is not well-formed Unicode
   */
  public Written write(Path target) throws IOException {
    return write(target, Files.exists(ModelManifest.pathOf(target)));
  }

  /**
   * Writes the file, and a {@link ModelManifest} beside it.
   *
   * @throws IOException as {@link #write}; if only the manifest cannot be written, the file is
   *     there without one
   * @throws IllegalArgumentException as {@link #write}
   */
  public Written writeWithManifest(Path target) throws IOException {
    return write(target, true);
  }

  private Written write(Path target, boolean manifest) throws IOException {
    try (PendingOutput output = PendingOutput.file(target).removing(ModelManifest.pathOf(target))) {
      Written written = writeTo(output.channel());
      output.commit();
      if (manifest) {
        new ModelManifest(target, written.sha256()).write();
      }
      return written;
    }
  }

  /**
   * Writes the bytes of the file to a channel, which stays open.
   *
   * @throws IOException as {@link #write}
   * @throws IllegalArgumentException as {@link #write}
   */
  public Written writeTo(WritableByteChannel channel) throws IOException {
    int alignment = alignment();
    List<Entry> layout = layout(alignment);
    HashingChannel out = new HashingChannel(channel);
    writeHeader(new HeaderOutput(out), layout);
    writeData(out, layout, alignment);
    return new Written(out.position(), out.sha256());
  }

  private int alignment() {
    GgufValue value = metadata.get(GgufLimits.ALIGNMENT_KEY);
    if (value == null) {
      return GgufLimits.DEFAULT_ALIGNMENT;
    }
    if (value.type() != GgufType.UINT32
        || Long.bitCount(value.bits()) != 1
        || value.bits() > 1 << 30) {
      throw new IllegalArgumentException(
          "key general.alignment: expected a power of two up to 2^30 as UINT32, found "
              + value.typeName()
              + " "
              + value);
    }
    return (int) value.bits();
  }

  private List<Entry> layout(int alignment) {
    List<Entry> layout = new ArrayList<>();
    long offset = 0;
    for (Entry entry : tensors.values()) {
      GgufTensor tensor = entry.tensor().at(offset);
      layout.add(new Entry(tensor, entry.data()));
      offset = pad(Math.addExact(offset, tensor.bytes()), alignment);
    }
    return layout;
  }

  private void writeHeader(HeaderOutput out, List<Entry> layout) throws IOException {
    out.writeInt(GgufLimits.MAGIC);
    out.writeInt(GgufLimits.VERSION);
    out.writeLong(tensors.size());
    out.writeLong(metadata.size());
    for (Map.Entry<String, GgufValue> entry : metadata.entrySet()) {
      out.writeString(entry.getKey());
      out.writeValue(entry.getValue());
    }
    for (Entry entry : layout) {
      out.writeTensor(entry.tensor());
    }
    out.flush();
  }

  private void writeData(HashingChannel channel, List<Entry> layout, int alignment)
      throws IOException {
    channel.pad(alignment);
    for (Entry entry : layout) {
      GgufTensor tensor = entry.tensor();
      long start = channel.position();
      entry.data().writeTo(channel);
      long written = channel.position() - start;
      if (written != tensor.bytes()) {
        throw new IOException(
            "tensor "
                + tensor
                + ": expected "
                + tensor.bytes()
                + " bytes of data, found "
                + written);
      }
      // Some readers want the last tensor padded as well.
      channel.pad(alignment);
    }
  }

  private static void checkName(String name, int maxBytes, String what) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > maxBytes || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what
              + ": expected 1 to "
              + maxBytes
              + " bytes without zero bytes, found "
              + GgufValue.quote(name));
    }
  }
}
