package io.github.sentiment4j.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/tensors/safetensors");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types.safetensors",
        "plain.safetensors",
        "sharded/model-00001-of-00002.safetensors",
        "sharded/model-00002-of-00002.safetensors"
      })
  void write_whatThePythonLibraryWrote_sameBytes(String name) throws IOException {
    Path target = folder.resolve("again.safetensors");

    copyOf(GOLDENS.resolve(name)).write(target);

    assertThat(target).hasSameBinaryContentAs(GOLDENS.resolve(name));
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void write_noTensors_isReadable() throws IOException {
    Path target = folder.resolve("none.safetensors");

    SafetensorsWriter.create().write(target);

    assertThat(Files.size(target)).isEqualTo(16);
    assertThat(SafetensorsFile.read(target).tensors()).isEmpty();
  }

  @Test
  void writeTo_diskFull_failsAtAnyLength() throws IOException {
    Path source = GOLDENS.resolve("types.safetensors");
    SafetensorsWriter writer = copyOf(source);

    for (long capacity = 0; capacity < Files.size(source); capacity++) {
      WritableByteChannel full = fullDisk(capacity);
      assertThatIOException()
          .isThrownBy(() -> writer.writeTo(full))
          .withMessage("No space left on device");
    }
    writer.writeTo(fullDisk(Files.size(source)));
  }

  @Test
  void write_dataFailsOrIsTooShort_leavesTheFolderAsItWas() throws IOException {
    Path target = Files.writeString(folder.resolve("model.safetensors"), "before");
    SafetensorsWriter failing =
        SafetensorsWriter.create()
            .tensor(
                "a",
                SafetensorsType.F32,
                List.of(2L),
                channel -> {
                  channel.write(ByteBuffer.allocate(4));
                  throw new IOException("the source is gone");
                });
    SafetensorsWriter tooShort =
        SafetensorsWriter.create()
            .tensor("a", SafetensorsType.F32, List.of(2L), ch -> ch.write(ByteBuffer.allocate(4)));

    assertThatIOException()
        .isThrownBy(() -> failing.write(target))
        .withMessage("the source is gone");
    assertThatIOException()
        .isThrownBy(() -> tooShort.write(target))
        .withMessage("tensor a F32 [2]: expected 8 bytes of data, found 4");
    assertThat(target).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void tensor_badDescription_isRefused() {
    SafetensorsWriter writer =
        SafetensorsWriter.create().tensor("a", SafetensorsType.F32, List.of(), channel -> {});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("a", SafetensorsType.F32, List.of(1L), channel -> {}))
        .withMessage("expected every tensor once, found \"a\" again");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("b", SafetensorsType.F32, List.of(-1L), channel -> {}))
        .withMessage("tensor \"b\": expected lengths of at least 0, found [-1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("b", SafetensorsType.F4, List.of(3L), channel -> {}))
        .withMessage("expected a tensor of whole bytes, found \"b\" F4 [3]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> writer.tensor("__metadata__", SafetensorsType.F32, List.of(), channel -> {}));
  }

  /** A writer with the metadata and tensors of a file. */
  private static SafetensorsWriter copyOf(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    SafetensorsWriter writer = SafetensorsWriter.create();
    file.metadata().forEach(writer::metadata);
    for (SafetensorsTensor tensor : file.tensors()) {
      int offset = (int) tensor.offset();
      writer.tensor(
          tensor.name(),
          tensor.type(),
          tensor.shape(),
          channel -> channel.write(ByteBuffer.wrap(bytes, offset, (int) tensor.bytes())));
    }
    return writer;
  }

  private static WritableByteChannel fullDisk(long capacity) {
    WritableByteChannel memory = Channels.newChannel(new ByteArrayOutputStream());
    return new WritableByteChannel() {
      private long space = capacity;

      @Override
      public int write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > space) {
          throw new IOException("No space left on device");
        }
        space -= bytes.remaining();
        return memory.write(bytes);
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
