package io.github.sentiment4j.gguf;

import io.github.sentiment4j.support.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes everything it is given to another channel, and knows size and SHA-256 of that. */
final class HashingChannel implements WritableByteChannel {
  private final WritableByteChannel target;
  private final Sha256 sum = new Sha256();
  private long position;

  HashingChannel(WritableByteChannel target) {
    this.target = target;
  }

  /** Bytes written so far. */
  long position() {
    return position;
  }

  /** Returns the SHA-256 of all bytes so far, in hexadecimal; may be called once, at the end. */
  String sha256() {
    return sum.hex();
  }

  /** Writes zeros up to the next multiple of the alignment. */
  void pad(int alignment) throws IOException {
    write(ByteBuffer.allocate(Math.toIntExact(GgufLimits.pad(position, alignment) - position)));
  }

  /** Writes all that remains in a buffer. */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    sum.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
    position += count;
    return count;
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
