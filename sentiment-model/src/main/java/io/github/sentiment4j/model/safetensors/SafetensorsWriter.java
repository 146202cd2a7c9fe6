package io.github.sentiment4j.model.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.support.PendingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Builds a safetensors file, byte for byte as the reference implementation does: tensors with large
 * elements first, then by name, the header padded with spaces to whole 8 bytes. Not thread-safe.
 *
 * <p>Tensors are streamed; memory holds the header and the buffers of the {@link TensorData}.
 */
public final class SafetensorsWriter {
  /** Writes the data of one tensor. */
  @FunctionalInterface
  public interface TensorData {
    /**
     * Writes exactly the bytes of the tensor, little endian, the last dimension contiguous.
     *
     * @throws IOException if the data cannot be had or written
     */
    void writeTo(WritableByteChannel target) throws IOException;
  }

  private record Entry(SafetensorsTensor tensor, TensorData data) {}

  private static final int ALIGNMENT = Long.BYTES;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new TreeMap<>();

  private SafetensorsWriter() {}

  /** A file without tensors. */
  public static SafetensorsWriter create() {
    return new SafetensorsWriter();
  }

  /** Adds a key of metadata or replaces its value; transformers wants {@code format=pt}. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Adds a tensor.
   *
   * @param shape lengths of at least 0, the contiguous dimension last
   * @throws IllegalArgumentException if there is one of that name, the name is reserved, a length
   *     is negative, or the elements are not whole bytes
   * @throws ArithmeticException if it has 2<sup>63</sup> bits or more
   */
  public SafetensorsWriter tensor(
      String name, SafetensorsType type, List<Long> shape, TensorData data) {
    long bits = type.bits();
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "tensor " + GgufValue.quote(name) + ": expected lengths of at least 0, found " + shape);
      }
      bits = Math.multiplyExact(bits, length);
    }
    if (bits % Byte.SIZE != 0 || name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "expected a tensor of whole bytes, found "
              + GgufValue.quote(name)
              + " "
              + type
              + " "
              + shape);
    }
    SafetensorsTensor tensor = new SafetensorsTensor(name, type, shape, 0, bits / Byte.SIZE);
    if (tensors.putIfAbsent(name, new Entry(tensor, Objects.requireNonNull(data, "data")))
        != null) {
      throw new IllegalArgumentException(
          "expected every tensor once, found " + GgufValue.quote(name) + " again");
    }
    return this;
  }

  /**
   * Writes the file, all or nothing, see {@link PendingOutput}.
   *
   * @throws IOException if it cannot be written, or a {@link TensorData} fails or writes another
   *     number of bytes than its tensor has; the target is then as it was before
   */
  public void write(Path target) throws IOException {
    try (PendingOutput output = PendingOutput.file(target)) {
      writeTo(output.channel());
      output.commit();
    }
  }

  /**
   * Writes the bytes of the file to a channel, which stays open.
   *
   * @throws IOException as {@link #write}
   */
  public void writeTo(WritableByteChannel channel) throws IOException {
    List<Entry> inOrder =
        tensors.values().stream()
            .sorted(Comparator.comparing((Entry entry) -> entry.tensor().type()).reversed())
            .toList();
    new CountingChannel(channel).write(header(inOrder));
    for (Entry entry : inOrder) {
      CountingChannel counted = new CountingChannel(channel);
      entry.data().writeTo(counted);
      if (counted.count != entry.tensor().bytes()) {
        throw new IOException(
            "tensor "
                + entry.tensor()
                + ": expected "
                + entry.tensor().bytes()
                + " bytes of data, found "
                + counted.count);
      }
    }
  }

  /** The length, the JSON and the padding. */
  private ByteBuffer header(List<Entry> inOrder) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
      }
      long offset = 0;
      for (Entry entry : inOrder) {
        SafetensorsTensor tensor = entry.tensor();
        out.writeObjectFieldStart(tensor.name());
        out.writeStringField("dtype", tensor.type().name());
        out.writeFieldName("shape");
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        out.writeArray(shape, 0, shape.length);
        out.writeFieldName("data_offsets");
        out.writeArray(new long[] {offset, offset + tensor.bytes()}, 0, 2);
        out.writeEndObject();
        offset += tensor.bytes();
      }
      out.writeEndObject();
    }
    int padding = -json.size() & (ALIGNMENT - 1);
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + json.size() + padding).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(json.size() + padding).put(json.toByteArray());
    Arrays.fill(header.array(), header.position(), header.capacity(), (byte) ' ');
    return header.rewind();
  }

  /** Writes everything it is given to another channel, and counts the bytes. */
  private static final class CountingChannel implements WritableByteChannel {
    private final WritableByteChannel target;
    private long count;

    CountingChannel(WritableByteChannel target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int all = bytes.remaining();
      while (bytes.hasRemaining()) {
        target.write(bytes);
      }
      count += all;
      return all;
    }

    @Override
    public boolean isOpen() {
      return target.isOpen();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
