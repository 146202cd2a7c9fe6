package io.github.sentiment4j.model.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel whose disk is full after some bytes. */
final class FullDisk implements WritableByteChannel {
  private final WritableByteChannel channel;
  private long space;

  FullDisk(WritableByteChannel channel, long space) {
    this.channel = channel;
    this.space = space;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (space == 0) {
      throw new IOException("No space left on device");
    }
    int count = (int) Math.min(space, bytes.remaining());
    ByteBuffer part = bytes.slice().limit(count);
    while (part.hasRemaining()) {
      channel.write(part);
    }
    bytes.position(bytes.position() + count);
    space -= count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
