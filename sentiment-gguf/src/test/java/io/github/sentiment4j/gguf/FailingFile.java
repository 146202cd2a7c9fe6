package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Files whose disk is full after a number of bytes. */
public final class FailingFile {
  private FailingFile() {}

  /** A file that fails with {@code No space left on device} after some bytes. */
  public static AtomicFile at(Path target, long capacity) {
    return new AtomicFile(
        target, temporary -> new FullDisk(AtomicFile.create(temporary), capacity));
  }

  /** Whatever is written goes to another channel as long as there is space. */
  private static final class FullDisk extends FileChannel {
    private final FileChannel channel;
    private final long capacity;

    FullDisk(FileChannel channel, long capacity) {
      this.channel = channel;
      this.capacity = capacity;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      long space = capacity - channel.position();
      if (source.remaining() <= space) {
        return channel.write(source);
      }
      if (space <= 0) {
        throw new IOException("No space left on device");
      }
      ByteBuffer first = source.slice().limit((int) space);
      int written = channel.write(first);
      source.position(source.position() + written);
      return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      long written = 0;
      for (int i = offset; i < offset + length; i++) {
        written += write(sources[i]);
      }
      return written;
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void force(boolean metadata) throws IOException {
      channel.force(metadata);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
    }

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
