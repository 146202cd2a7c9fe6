package io.github.sentiment4j.model.safetensors;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.internal.StoredWeight;
import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import io.github.sentiment4j.support.FileState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The checked header of a safetensors file, and access to its tensors. Immutable and thread-safe;
 * it keeps no file open.
 *
 * <p>The grammar of a file:
 *
 * <pre>{@code
 * File     --> Length, Header, Data
 * Length   --> uint64, little endian: bytes of the header, at most 100,000,000
 * Header   --> a JSON object in UTF-8, nothing before it, white space behind it
 *              { "__metadata__": { STRING: STRING, ... },         may be missing
 *                NAME: { "dtype": STRING,                         see SafetensorsType
 *                        "shape": [ INTEGER, ... ],               each at least 0
 *                        "data_offsets": [ BEGIN, END ] }, ... }  in Data
 * Data     --> the tensors, little endian, the last dimension contiguous, without a hole or an
 *              overlap, up to the end of the file
 * }</pre>
 *
 * <p>The whole header is checked before any data is read, and every length is compared with the
 * rest of the file before it is used. Bounds of this implementation: 65,536 tensors, 65,536 keys of
 * metadata, 64 dimensions.
 */
public final class SafetensorsFile {
  private final Path path;
  private final FileState state;
  private final Map<String, String> metadata;
  private final Map<String, SafetensorsTensor> tensors;

  private SafetensorsFile(Path path, FileState state, SafetensorsHeader header) {
    this.path = path;
    this.state = state;
    this.metadata = Collections.unmodifiableMap(header.metadata());
    this.tensors = Collections.unmodifiableMap(header.tensors());
  }

  /**
   * Reads and checks the header of a file; of the data only its size is checked.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is no such file or it may not
   *     be read, {@link Kind#MODEL_INVALID} if it breaks the grammar above or is truncated, {@link
   *     Kind#MODEL_UNSUPPORTED} if it has an element type that the format does not know
   */
  public static SafetensorsFile read(Path path) {
    Objects.requireNonNull(path, "path");
    requireRegularFile(path);
    FileState state = FileState.now(path);
    // Not a FileChannel: an interrupted caller must not lose its file.
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      byte[] header = readHeader(path, file, size);
      return new SafetensorsFile(path, state, new SafetensorsHeader(path, header, size));
    } catch (FileNotFoundException e) {
      throw ModelFileException.notFound(
          path, "", "a readable file", String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw ModelFileException.invalid(path, "header", "a readable file", "an I/O error: " + e, e);
    }
  }

  /** A pipe or device could block for ever, so only regular files are opened. */
  private static void requireRegularFile(Path path) {
    if (!Files.isRegularFile(path)) {
      String found =
          !Files.exists(path)
              ? "no such file"
              : Files.isDirectory(path) ? "a directory" : "a special file";
      throw ModelFileException.notFound(path, "", "a safetensors file", found);
    }
  }

  private static byte[] readHeader(Path path, RandomAccessFile file, long size) throws IOException {
    if (size < Long.BYTES) {
      throw ModelFileException.invalid(
          path, "", "at least 8 bytes", size + "; this is not a safetensors file");
    }
    long length = Long.reverseBytes(file.readLong());
    long limit = Math.min(size - Long.BYTES, SafetensorsHeader.MAX_BYTES);
    if (length < 0 || length > limit) {
      throw ModelFileException.invalid(
          path,
          "offset 0",
          "a header length of 0 to " + limit + " in a file of " + size + " bytes",
          Long.toUnsignedString(length)
              + "; the file is truncated, damaged or no safetensors file");
    }
    byte[] header = new byte[(int) length];
    file.readFully(header);
    return header;
  }

  /** The file, as it was given to {@link #read}. */
  public Path path() {
    return path;
  }

  /** Bytes of the file. */
  public long size() {
    return state.size();
  }

  /** The {@code __metadata__}, such as {@code format} with {@code pt}; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** All tensors, sorted by name, which is the order of convert_hf_to_gguf.py; unmodifiable. */
  public Collection<SafetensorsTensor> tensors() {
    return tensors.values();
  }

  /** The tensor with a name. */
  public Optional<SafetensorsTensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * The numbers of a vector or matrix.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if its elements are not F16, BF16,
   *     F32 or F64, or it is neither a vector nor a matrix
   * @throws IllegalArgumentException if the tensor is not from this file
   */
  public Weight weight(SafetensorsTensor tensor) {
    if (!tensor.equals(tensors.get(tensor.name()))) {
      throw new IllegalArgumentException(path + " has no tensor " + tensor);
    }
    TensorCodec codec =
        tensor
            .type()
            .codec()
            .orElseThrow(
                () ->
                    ModelFileException.unsupported(
                        path,
                        "tensor " + GgufValue.quote(tensor.name()),
                        "weights in F16, BF16, F32 or F64",
                        tensor.type() + "; convert the checkpoint to BF16 first"));
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    return StoredWeight.of(path, state, tensor.name(), codec, tensor.offset(), shape);
  }

  /** The file and the number of its tensors. */
  @Override
  public String toString() {
    return path + " (safetensors, " + tensors.size() + " tensors)";
  }
}
