package io.github.sentiment4j.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts the bytes of a file together without checking anything. */
final class RawGguf {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Starts with magic, version 3 and the two counts. */
  static RawGguf header(long tensors, long keys) {
    return new RawGguf().int32(GgufLimits.MAGIC).int32(3).int64(tensors).int64(keys);
  }

  RawGguf int8(int value) {
    bytes.write(value);
    return this;
  }

  RawGguf int32(int value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  RawGguf int64(long value) {
    return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  RawGguf string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return int64(utf8.length).raw(utf8);
  }

  RawGguf raw(byte... more) {
    bytes.writeBytes(more);
    return this;
  }

  /** A key with a UINT32. */
  RawGguf uint32(String key, int value) {
    return string(key).int32(GgufType.UINT32.id()).int32(value);
  }

  /** The description of a tensor. */
  RawGguf tensor(String name, int type, long offset, long... shape) {
    string(name).int32(shape.length);
    for (long length : shape) {
      int64(length);
    }
    return int32(type).int64(offset);
  }

  /** Zeros up to a multiple of the alignment, then some more. */
  RawGguf data(int alignment, int count) {
    while (bytes.size() % alignment != 0) {
      bytes.write(0);
    }
    return raw(new byte[count]);
  }

  Path write(Path folder) {
    try {
      return Files.write(folder.resolve("raw.gguf"), bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
