package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Little-endian, buffered writing of a header; the counterpart of {@link HeaderInput}. */
final class HeaderOutput {
  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  HeaderOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  void writeInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void writeLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void writeString(String text) throws IOException {
    ByteBuffer bytes = Utf8.encode(text);
    writeLong(bytes.remaining());
    writeBytes(bytes);
  }

  /** The type of a value and the value. */
  void writeValue(GgufValue value) throws IOException {
    writeInt(value.type().id());
    switch (value.type()) {
      case STRING -> writeString(value.asString());
      case ARRAY -> writeArray(value);
      default -> writeScalar(value.type(), value.bits());
    }
  }

  void writeTensor(GgufTensor tensor) throws IOException {
    writeString(tensor.name());
    long[] shape = tensor.shape();
    writeInt(shape.length);
    for (long length : shape) {
      writeLong(length);
    }
    writeInt(tensor.type().id());
    writeLong(tensor.offset());
  }

  void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private void writeArray(GgufValue value) throws IOException {
    writeInt(value.elementType().id());
    writeLong(value.length());
    if (value.isArrayOf(GgufType.STRING)) {
      PackedStrings strings = value.packedStrings();
      ByteBuffer bytes = ByteBuffer.wrap(strings.bytes());
      for (int i = 0; i < strings.size(); i++) {
        writeLong(strings.end(i) - strings.start(i));
        writeBytes(bytes.limit(strings.end(i)).position(strings.start(i)));
      }
    } else {
      writeBytes(ByteBuffer.wrap(value.elements()));
    }
  }

  private void writeScalar(GgufType type, long bits) throws IOException {
    ByteBuffer target = room(Long.BYTES);
    switch (type.bytes()) {
      case 1 -> target.put((byte) bits);
      case 2 -> target.putShort((short) bits);
      case 4 -> target.putInt((int) bits);
      default -> target.putLong(bits);
    }
  }

  private void writeBytes(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      ByteBuffer target = room(1);
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }
}
