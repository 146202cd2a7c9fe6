package io.github.sentiment4j.gguf;

import static io.github.sentiment4j.gguf.GgufLimits.pad;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks a header; the grammar is in {@link GgufFile}. */
final class HeaderParser {
  /** Length and one byte of the key, type, one byte of value. */
  private static final int MIN_KEY_VALUE_BYTES = 14;

  /** Length and one byte of the name, dimensions, one length, type, offset. */
  private static final int MIN_TENSOR_BYTES = 33;

  private static final String DAMAGED = "; the file is truncated or damaged";

  private final HeaderInput in;
  private final int version;
  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();
  private final int alignment;
  private final long dataOffset;

  HeaderParser(HeaderInput in) {
    this.in = in;
    readMagic();
    this.version = readVersion();
    int tensorCount = readCount("tensors", MIN_TENSOR_BYTES, GgufLimits.MAX_TENSORS);
    int keyCount = readCount("metadata keys", MIN_KEY_VALUE_BYTES, GgufLimits.MAX_KEYS);
    for (int i = 0; i < keyCount; i++) {
      readKeyValue(i);
    }
    refuseSplit();
    this.alignment = readAlignment();
    List<GgufTensor> inOrder = new ArrayList<>();
    for (int i = 0; i < tensorCount; i++) {
      inOrder.add(readTensor(i));
    }
    this.dataOffset = inOrder.isEmpty() ? in.position() : pad(in.position(), alignment);
    checkLayout(inOrder);
  }

  int version() {
    return version;
  }

  Map<String, GgufValue> metadata() {
    return metadata;
  }

  Map<String, GgufTensor> tensors() {
    return tensors;
  }

  int alignment() {
    return alignment;
  }

  long dataOffset() {
    return dataOffset;
  }

  private void readMagic() {
    int magic = in.readInt("the magic \"GGUF\"");
    if (magic != GgufLimits.MAGIC) {
      throw corrupt(
          "offset 0",
          "the magic \"GGUF\" (47 47 55 46)",
          String.format(
              "%02x %02x %02x %02x; this is not a GGUF file",
              magic & 0xFF, (magic >> 8) & 0xFF, (magic >> 16) & 0xFF, magic >>> 24));
    }
  }

  private int readVersion() {
    int found = in.readInt("the version");
    if (found == 2 || found == 3) {
      return found;
    }
    String meaning;
    if (found != 0 && (found & 0xFFFF) == 0) {
      meaning =
          Integer.reverseBytes(found)
              + " in big-endian byte order; convert the model for little-endian machines";
    } else if (found == 1) {
      meaning = "1, which llama.cpp dropped in 2023; convert the model again";
    } else {
      meaning = Integer.toUnsignedString(found);
    }
    throw ModelFileException.unsupported(
        in.path(), "offset 4", "GGUF version 2 or 3, little endian", meaning);
  }

  private int readCount(String what, int minBytesEach, int max) {
    long offset = in.position();
    long count = in.readLong("the number of " + what);
    long limit = Math.min(max, in.remaining() / minBytesEach);
    if (count < 0 || count > limit) {
      throw corrupt(
          "offset " + offset,
          "0 to " + limit + " " + what + " in a file of " + in.size() + " bytes",
          Long.toUnsignedString(count) + DAMAGED);
    }
    return (int) count;
  }

  private void readKeyValue(int index) {
    long offset = in.position();
    String key = in.readString(GgufLimits.MAX_KEY_BYTES, "key " + index);
    checkName(key, "key " + index, offset);
    if (metadata.containsKey(key)) {
      throw corrupt("offset " + offset, "every key once", GgufValue.quote(key) + " again");
    }
    GgufType type = readType(key, true);
    metadata.put(key, type == GgufType.ARRAY ? readArray(key) : readSingle(key, type));
  }

  private void checkName(String name, String what, long offset) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw corrupt(
          "offset " + offset,
          "a name without zero bytes for " + what,
          name.isEmpty() ? "an empty one" : GgufValue.quote(name));
    }
  }

  private GgufType readType(String key, boolean arrayAllowed) {
    long offset = in.position();
    int id = in.readInt("the type of key " + key);
    GgufType type = GgufType.byId(id);
    if (type == null || (type == GgufType.ARRAY && !arrayAllowed)) {
      throw corrupt(
          "key " + GgufValue.quote(key) + ", offset " + offset,
          arrayAllowed ? "a value type from 0 to 12" : "an element type from 0 to 12 but not array",
          Integer.toUnsignedString(id) + (type == null ? "" : " (an array of arrays)"));
    }
    return type;
  }

  private GgufValue readSingle(String key, GgufType type) {
    if (type == GgufType.STRING) {
      return GgufValue.string(in.readString(GgufLimits.MAX_HEADER_BYTES, valueOf(key)));
    }
    long offset = in.position();
    long bits = in.readScalar(type, valueOf(key));
    if (type == GgufType.BOOL) {
      checkBool((byte) bits, key, offset);
    }
    return GgufValue.scalar(type, bits);
  }

  private GgufValue readArray(String key) {
    GgufType type = readType(key, false);
    long offset = in.position();
    long length = in.readLong("the array length of key " + key);
    int bytesEach = type == GgufType.STRING ? Long.BYTES : type.bytes();
    long limit = Math.min(in.remaining() / bytesEach, (Integer.MAX_VALUE - 8) / bytesEach);
    if (length < 0 || length > limit) {
      throw corrupt(
          "key " + GgufValue.quote(key) + ", offset " + offset,
          "an array length of 0 to " + limit + ", which is what the file has room for",
          Long.toUnsignedString(length) + DAMAGED);
    }
    return type == GgufType.STRING
        ? GgufValue.ofStrings(in.readStrings((int) length, "an element of key " + key))
        : readNumbers(key, type, (int) length);
  }

  private GgufValue readNumbers(String key, GgufType type, int length) {
    long offset = in.position();
    byte[] elements = in.readBytes(length * type.bytes(), valueOf(key));
    if (type == GgufType.BOOL) {
      for (byte element : elements) {
        checkBool(element, key, offset);
      }
    }
    return GgufValue.ofElements(type, elements);
  }

  private void checkBool(byte value, String key, long offset) {
    if (value != 0 && value != 1) {
      throw corrupt(
          "key " + GgufValue.quote(key) + ", offset " + offset,
          "0 or 1 for BOOL",
          Integer.toString(value & 0xFF));
    }
  }

  private static String valueOf(String key) {
    return "the value of key " + key;
  }

  private void refuseSplit() {
    GgufValue count = metadata.get("split.count");
    if (count == null) {
      return;
    }
    if (count.type() != GgufType.UINT16) {
      throw corrupt("key \"split.count\"", GgufType.UINT16.toString(), count.typeName());
    }
    if (count.bits() > 1) {
      throw ModelFileException.unsupported(
          in.path(),
          "key \"split.count\"",
          "a model in one file",
          count + " parts; join them with llama-gguf-split --merge");
    }
  }

  private int readAlignment() {
    GgufValue value = metadata.get(GgufLimits.ALIGNMENT_KEY);
    if (value == null) {
      return GgufLimits.DEFAULT_ALIGNMENT;
    }
    long found = value.bits();
    if (value.type() != GgufType.UINT32 || found > 1 << 30 || Long.bitCount(found) != 1) {
      throw corrupt(
          "key \"" + GgufLimits.ALIGNMENT_KEY + '"',
          "a power of two up to 2^30 as UINT32",
          value.typeName() + " " + value);
    }
    return (int) found;
  }

  private GgufTensor readTensor(int index) {
    long offset = in.position();
    String name = in.readString(GgufLimits.MAX_KEY_BYTES, "the name of tensor " + index);
    checkName(name, "tensor " + index, offset);
    if (name.getBytes(StandardCharsets.UTF_8).length > GgufLimits.MAX_TENSOR_NAME_BYTES) {
      throw corrupt(
          "offset " + offset,
          "a name of 1 to " + GgufLimits.MAX_TENSOR_NAME_BYTES + " bytes for tensor " + index,
          GgufValue.quote(name));
    }
    long[] shape = readShape(name);
    GgmlType type = readTensorType(name);
    checkSize(name, type, shape);
    GgufTensor tensor =
        new GgufTensor(name, type, shape, in.readLong("the offset of tensor " + name));
    if (tensors.put(name, tensor) != null) {
      throw corrupt("offset " + offset, "every tensor name once", GgufValue.quote(name) + " again");
    }
    return tensor;
  }

  private long[] readShape(String name) {
    int dimensions = in.readInt("the number of dimensions of tensor " + name);
    if (dimensions < 1 || dimensions > GgufLimits.MAX_DIMENSIONS) {
      throw corrupt(
          tensorPlace(name),
          "1 to " + GgufLimits.MAX_DIMENSIONS + " dimensions",
          Integer.toUnsignedString(dimensions));
    }
    long[] shape = new long[dimensions];
    for (int i = 0; i < dimensions; i++) {
      shape[i] = in.readLong("the shape of tensor " + name);
      if (shape[i] < 1) {
        throw corrupt(
            tensorPlace(name),
            "positive lengths",
            Long.toUnsignedString(shape[i]) + " in dimension " + i);
      }
    }
    return shape;
  }

  private GgmlType readTensorType(String name) {
    int id = in.readInt("the type of tensor " + name);
    GgmlType type = GgmlType.byId(id);
    if (type == null) {
      throw ModelFileException.unsupported(
          in.path(),
          tensorPlace(name),
          "a tensor type of llama.cpp v0.5.0",
          Integer.toUnsignedString(id)
              + (GgmlType.isRemoved(id)
                  ? ", which llama.cpp has removed; quantize the model again"
                  : ", which is unknown"));
    }
    return type;
  }

  private void checkSize(String name, GgmlType type, long[] shape) {
    if (shape[0] % type.blockElements() != 0) {
      throw corrupt(
          tensorPlace(name),
          "rows of a multiple of " + type.blockElements() + " elements for " + type,
          Long.toString(shape[0]));
    }
    try {
      long elements = 1;
      for (long length : shape) {
        elements = Math.multiplyExact(elements, length);
      }
      type.bytes(elements);
    } catch (ArithmeticException e) {
      throw corrupt(
          tensorPlace(name),
          "fewer than 2^63 elements and bytes",
          "the shape " + GgufTensor.describe(shape));
    }
  }

  /** llama.cpp wants the tensors in the order of the header, each padded to the alignment. */
  private void checkLayout(List<GgufTensor> inOrder) {
    long expected = 0;
    for (GgufTensor tensor : inOrder) {
      if (tensor.offset() != expected) {
        throw corrupt(
            tensorPlace(tensor.name()),
            "the data offset " + expected + ", right behind the tensor before it",
            Long.toUnsignedString(tensor.offset()));
      }
      long end;
      try {
        end = Math.addExact(Math.addExact(dataOffset, expected), tensor.bytes());
        expected = pad(expected + tensor.bytes(), alignment);
      } catch (ArithmeticException e) {
        end = Long.MAX_VALUE;
      }
      if (end > in.size()) {
        throw corrupt(
            tensorPlace(tensor.name()),
            "a file of at least " + end + " bytes",
            in.size() + "; the file is truncated, fetch it again");
      }
    }
  }

  private ModelFileException corrupt(String place, String expected, String found) {
    return ModelFileException.invalid(in.path(), place, expected, found);
  }

  private static String tensorPlace(String name) {
    return "tensor " + GgufValue.quote(name);
  }
}
