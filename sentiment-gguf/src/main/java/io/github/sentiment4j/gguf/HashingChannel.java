package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Counts and hashes what goes to another channel. */
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

  /** The SHA-256 of what was written; ends the use of this channel. */
  String sha256() {
    return sum.hex();
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    ByteBuffer written = bytes.duplicate();
    int count = target.write(bytes);
    sum.update(written.limit(written.position() + count));
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
