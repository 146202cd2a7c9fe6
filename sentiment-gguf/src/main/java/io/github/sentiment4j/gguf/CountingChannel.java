package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes everything it is given to another channel, and knows how much that was. */
public final class CountingChannel implements WritableByteChannel {
  private final WritableByteChannel target;
  private long position;

  /** Counts from here on. */
  public CountingChannel(WritableByteChannel target) {
    this.target = target;
  }

  /** Bytes written so far. */
  public long position() {
    return position;
  }

  /** Writes zeros up to the next multiple of the alignment. */
  void pad(int alignment) throws IOException {
    write(ByteBuffer.allocate(Math.toIntExact(GgufLimits.pad(position, alignment) - position)));
  }

  /** Writes all that remains in a buffer. */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
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
