package io.github.sentiment4j.gguf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The checked header of a GGUF file, and access to its tensors. Immutable and thread-safe; it keeps
 * no file open.
 *
 * <p>The grammar of a file, all numbers little endian:
 *
 * <pre>{@code
 * File      --> Magic, Version, TensorCount, KeyCount, KeyValue^KeyCount, Tensor^TensorCount, Padding, Data
 * Magic     --> "GGUF" (47 47 55 46)
 * Version   --> uint32, 2 or 3
 * TensorCount, KeyCount --> uint64
 * KeyValue  --> Key, ValueType, Value
 * Key       --> String of 1 to 65,535 bytes without zero bytes, unique
 * ValueType --> uint32: 0 uint8, 1 int8, 2 uint16, 3 int16, 4 uint32, 5 int32, 6 float32, 7 bool,
 *               8 string, 9 array, 10 uint64, 11 int64, 12 float64
 * Value     --> the number | bool (one byte, 0 or 1) | String | Array
 * Array     --> ElementType (a ValueType but array), Length (uint64), Value^Length
 * String    --> Length (uint64), UTF-8^Length
 * Tensor    --> Name, Dimensions (uint32, 1 to 4), Length^Dimensions (uint64), TensorType, Offset
 * Name      --> String of 1 to 63 bytes without zero bytes, unique
 * TensorType --> uint32, see GgmlType; Length[0] is a multiple of its block
 * Offset    --> uint64 from the start of Data: where the tensor before ends, padded
 * Padding   --> bytes up to a multiple of the alignment (key general.alignment, a power of two, or 32)
 * Data      --> the tensors in the order of the header, each but the last padded to the alignment
 * }</pre>
 *
 * <p>Version 2 and 3 differ only in that version 3 may be big endian, which is refused. {@link
 * #read} compares counts, lengths and offsets with the rest of the file before it allocates memory.
 * Bounds of this implementation: 10,000 keys, 65,536 tensors, 64 MiB for the header.
 */
public final class GgufFile {
  private static final int COPY_BYTES = 1 << 20;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final Path path;
  private final long fileSize;
  private final int version;
  private final int alignment;
  private final long dataOffset;
  private final Map<String, GgufValue> metadata;
  private final Map<String, GgufTensor> tensors;
  private final List<GgufTensor> tensorList;

  private GgufFile(Path path, long fileSize, HeaderParser header) {
    this.path = path;
    this.fileSize = fileSize;
    this.version = header.version();
    this.alignment = header.alignment();
    this.dataOffset = header.dataOffset();
    this.metadata = Collections.unmodifiableMap(header.metadata());
    this.tensors = header.tensors();
    this.tensorList = List.copyOf(tensors.values());
  }

  /**
   * Reads and checks the header of a file; of the data only its size is checked. The header of a
   * model with 152,000 tokens (6 MB) takes some 100 ms in a fresh JVM.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_NOT_FOUND} if there is no such
   *     file or it may not be read, {@link ModelFileException.Kind#MODEL_INVALID} if it breaks the
   *     grammar above or is truncated, {@link ModelFileException.Kind#MODEL_UNSUPPORTED} if it is
   *     big endian, of another version, has a tensor type that ggml does not know, or is one part
   *     of a split model
   */
  public static GgufFile read(Path path) {
    Objects.requireNonNull(path, "path");
    requireRegularFile(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      return new GgufFile(path, size, new HeaderParser(new HeaderInput(path, file, size)));
    } catch (FileNotFoundException | UnsupportedOperationException e) {
      throw ModelFileException.notFound(
          path, "", "a readable file", String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw ModelFileException.unreadable(path, "header", "a readable file", e);
    }
  }

  /** A pipe or device could block for ever, so only regular files are opened. */
  private static void requireRegularFile(Path path) {
    if (!Files.exists(path)) {
      throw ModelFileException.notFound(
          path, "", "a GGUF file", "no such file", new NoSuchFileException(path.toString()));
    }
    if (!Files.isRegularFile(path)) {
      throw ModelFileException.notFound(
          path, "", "a GGUF file", Files.isDirectory(path) ? "a directory" : "a special file");
    }
  }

  /** The file, as it was given to {@link #read}. */
  public Path path() {
    return path;
  }

  /** The size of the whole file in bytes. */
  public long fileSize() {
    return fileSize;
  }

  /** The version of the format, 2 or 3. */
  public int version() {
    return version;
  }

  /** The alignment of tensors in bytes, a power of two; 32 unless the file says otherwise. */
  public int alignment() {
    return alignment;
  }

  /** The offset of the data section, in bytes from the start of the file. */
  public long dataOffset() {
    return dataOffset;
  }

  /** All metadata in the order of the file; unmodifiable. */
  public Map<String, GgufValue> metadata() {
    return metadata;
  }

  /** All tensors in the order of the file; unmodifiable. */
  public List<GgufTensor> tensors() {
    return tensorList;
  }

  /** The tensor with a name. */
  public Optional<GgufTensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * The string under a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the key is missing
   *     or no string
   */
  public String string(String key) {
    return required(key, "STRING", optionalString(key));
  }

  /**
   * The unsigned 32-bit integer under a key, in [0, 2<sup>32</sup>).
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the key is missing
   *     or no UINT32
   */
  public long uint32(String key) {
    return required(key, "UINT32", optionalUint32(key));
  }

  /**
   * The single-precision number under a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the key is missing
   *     or no FLOAT32
   */
  public float float32(String key) {
    return required(key, "FLOAT32", optionalFloat32(key));
  }

  /**
   * The array of strings under a key; unmodifiable, see {@link GgufValue#asStrings}.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the key is missing
   *     or no STRING[]
   */
  public List<String> strings(String key) {
    return required(key, "STRING[]", optionalStrings(key));
  }

  /**
   * A copy of the array of signed 32-bit integers under a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the key is missing
   *     or no INT32[]
   */
  public int[] int32s(String key) {
    return required(
        key,
        "INT32[]",
        optional(key, v -> v.isArrayOf(GgufType.INT32), GgufValue::asInt32s, "INT32[]"));
  }

  /**
   * The string under a key, if there is such a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<String> optionalString(String key) {
    return optional(key, v -> v.type() == GgufType.STRING, GgufValue::asString, "STRING");
  }

  /**
   * The unsigned 32-bit integer under a key, if there is such a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<Long> optionalUint32(String key) {
    return optional(key, v -> v.type() == GgufType.UINT32, GgufValue::asInteger, "UINT32");
  }

  /**
   * The single-precision number under a key, if there is such a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<Float> optionalFloat32(String key) {
    return optional(key, v -> v.type() == GgufType.FLOAT32, GgufValue::asFloat32, "FLOAT32");
  }

  /**
   * The truth value under a key, if there is such a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<Boolean> optionalBool(String key) {
    return optional(key, v -> v.type() == GgufType.BOOL, GgufValue::asBool, "BOOL");
  }

  /**
   * The array of strings under a key, if there is such a key; unmodifiable, see {@link
   * GgufValue#asStrings}.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<List<String>> optionalStrings(String key) {
    return optional(key, v -> v.isArrayOf(GgufType.STRING), GgufValue::asStrings, "STRING[]");
  }

  /**
   * A copy of the array of single-precision numbers under a key, if there is such a key.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if the value has
   *     another type
   */
  public Optional<float[]> optionalFloat32s(String key) {
    return optional(key, v -> v.isArrayOf(GgufType.FLOAT32), GgufValue::asFloat32s, "FLOAT32[]");
  }

  /** As {@link #strings}, in UTF-8. */
  PackedStrings packedStrings(String key) {
    return required(
        key,
        "STRING[]",
        optional(key, v -> v.isArrayOf(GgufType.STRING), GgufValue::packedStrings, "STRING[]"));
  }

  private <T> Optional<T> optional(
      String key, Predicate<GgufValue> fits, Function<GgufValue, T> convert, String expected) {
    GgufValue value = metadata.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!fits.test(value)) {
      throw corrupt(key, expected, value.typeName());
    }
    return Optional.of(convert.apply(value));
  }

  private <T> T required(String key, String expected, Optional<T> value) {
    return value.orElseThrow(() -> corrupt(key, expected, "no such key"));
  }

  /** A complaint about a key. */
  ModelFileException corrupt(String key, String expected, String found) {
    return ModelFileException.invalid(path, "key \"" + key + '"', expected, found);
  }

  /**
   * A copy of the data of a tensor on the heap, read-only and little endian. It is not a mapping of
   * the file: a mapped file that is shortened crashes its readers.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_UNSUPPORTED} if the tensor has
   *     more than 2 GiB (use {@link #writeTo}), {@link ModelFileException.Kind#MODEL_INVALID} if
   *     the file has another size than when it was read, {@link
   *     ModelFileException.Kind#MODEL_NOT_FOUND} if it is gone
   */
  public ByteBuffer data(GgufTensor tensor) {
    if (tensor.bytes() > MAX_ARRAY) {
      throw ModelFileException.unsupported(
          path, place(tensor), "at most 2 GiB for one array", tensor.bytes() + " bytes");
    }
    return ByteBuffer.wrap(copy(tensor)).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes the data of a tensor to a channel.
   *
   * @throws IOException if the channel fails
   * @throws ModelFileException as {@link #data}, but without its limit
   */
  public void writeTo(GgufTensor tensor, WritableByteChannel target) throws IOException {
    try (RandomAccessFile file = open(tensor)) {
      FileChannel source = file.getChannel();
      ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BYTES);
      long position = dataOffset + tensor.offset();
      long end = position + tensor.bytes();
      while (position < end) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
        if (source.read(buffer, position) < 0) {
          throw new IOException(path + ": the file ended within tensor " + tensor.name());
        }
        buffer.flip();
        position += buffer.remaining();
        while (buffer.hasRemaining()) {
          target.write(buffer);
        }
      }
    }
  }

  /** The data of a tensor. */
  byte[] copy(GgufTensor tensor) {
    byte[] bytes = new byte[Math.toIntExact(tensor.bytes())];
    try (RandomAccessFile file = open(tensor)) {
      file.seek(dataOffset + tensor.offset());
      file.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw unreadable(tensor, e);
    }
  }

  private RandomAccessFile open(GgufTensor tensor) throws IOException {
    if (!tensor.equals(tensors.get(tensor.name()))) {
      throw new IllegalArgumentException(path + " has no tensor " + tensor);
    }
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "r");
    } catch (FileNotFoundException e) {
      throw ModelFileException.notFound(
          path, "", "a readable file", String.valueOf(e.getMessage()), e);
    }
    if (file.length() != fileSize) {
      long found = file.length();
      file.close();
      throw ModelFileException.invalid(
          path,
          place(tensor),
          "a file of " + fileSize + " bytes, as when its header was read",
          found + " bytes; somebody changes the file");
    }
    return file;
  }

  private ModelFileException unreadable(GgufTensor tensor, IOException e) {
    return ModelFileException.unreadable(path, place(tensor), tensor.bytes() + " bytes", e);
  }

  private static String place(GgufTensor tensor) {
    return "tensor \"" + tensor.name() + '"';
  }

  /** The file and the number of its keys and tensors. */
  @Override
  public String toString() {
    return path
        + " (GGUF "
        + version
        + ", "
        + metadata.size()
        + " keys, "
        + tensors.size()
        + " tensors)";
  }
}
