package io.github.sentiment4j.model.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Files that the writer would not write. */
final class RawSafetensors {
  private RawSafetensors() {}

  /** A file with any header and zeros as its data. */
  static byte[] bytes(String header, int dataBytes) {
    return bytes(header.getBytes(UTF_8), dataBytes);
  }

  static byte[] bytes(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** The entry of a tensor in a header. */
  static String entry(String name, String type, String shape, String offsets) {
    return String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}", name, type, shape, offsets);
  }
}
