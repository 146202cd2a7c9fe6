package io.github.sentiment4j.cli.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file or pipe whose reader can be interrupted, which {@link FileInputStream} does not allow. */
public final class InterruptibleInput extends InputStream {
  private final FileInputStream file;
  private final FileChannel channel;

  public InterruptibleInput(FileInputStream file) {
    this.file = file;
    this.channel = file.getChannel();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public int available() throws IOException {
    return file.available();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
