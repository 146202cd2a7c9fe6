package io.github.sentiment4j.gguf;

import org.jspecify.annotations.Nullable;

/** The type of a metadata value, as GGUF numbers it. */
public enum GgufType {
  /** Unsigned 8-bit integer. */
  UINT8(0, 1),
  /** Signed 8-bit integer. */
  INT8(1, 1),
  /** Unsigned 16-bit integer. */
  UINT16(2, 2),
  /** Signed 16-bit integer. */
  INT16(3, 2),
  /** Unsigned 32-bit integer. */
  UINT32(4, 4),
  /** Signed 32-bit integer. */
  INT32(5, 4),
  /** IEEE 754 single precision. */
  FLOAT32(6, 4),
  /** One byte, 0 or 1. */
  BOOL(7, 1),
  /** UTF-8 behind its length in bytes. */
  STRING(8, 0),
  /** Elements of one type that is not itself an array. */
  ARRAY(9, 0),
  /** Unsigned 64-bit integer. */
  UINT64(10, 8),
  /** Signed 64-bit integer. */
  INT64(11, 8),
  /** IEEE 754 double precision. */
  FLOAT64(12, 8);

  private static final @Nullable GgufType[] BY_ID = new GgufType[13];

  static {
    for (GgufType type : values()) {
      BY_ID[type.id] = type;
    }
  }

  private final int id;
  private final int bytes;

  GgufType(int id, int bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  /** The number of this type in a file. */
  int id() {
    return id;
  }

  /** Bytes of one value; 0 for strings and arrays, whose length varies. */
  int bytes() {
    return bytes;
  }

  /** The type with a number, or null if there is none. */
  static @Nullable GgufType byId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }
}
