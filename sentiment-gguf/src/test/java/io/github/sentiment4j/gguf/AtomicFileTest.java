package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void write_newFile_hasTheContent() throws IOException {
    Path path = folder.resolve("new");

    AtomicFile.at(path).write(channel -> channel.write(ByteBuffer.wrap("text".getBytes(UTF_8))));

    assertThat(path).hasContent("text");
    assertThat(entries()).containsExactly(path);
  }

  @Test
  void write_whileItRuns_theOldFileIsThere() throws IOException {
    Path path = Files.writeString(folder.resolve("file"), "before");

    AtomicFile.at(path)
        .write(
            channel -> {
              channel.write(ByteBuffer.wrap("after".getBytes(UTF_8)));
              channel.force(true);
              assertThat(path).hasContent("before");
              assertThat(entries()).hasSize(2);
            });

    assertThat(path).hasContent("after");
    assertThat(entries()).containsExactly(path);
  }

  @Test
  void write_relativePath_isResolved() {
    assertThat(AtomicFile.at(Path.of("a")).target()).isEqualTo(Path.of("a").toAbsolutePath());
  }

  @Test
  void write_diskFull_leavesTheFolderAsItWas() throws IOException {
    Path path = Files.writeString(folder.resolve("file"), "before");

    assertThatIOException()
        .isThrownBy(
            () ->
                FailingFile.at(path, 5)
                    .write(
                        channel -> {
                          ByteBuffer text = ByteBuffer.wrap("too long".getBytes(UTF_8));
                          while (text.hasRemaining()) {
                            channel.write(text);
                          }
                        }))
        .withMessage("No space left on device");

    assertThat(path).hasContent("before");
    assertThat(entries()).containsExactly(path);
  }

  @Test
  void write_folderInTheWay_fails() throws IOException {
    Path path = Files.createDirectory(folder.resolve("folder"));

    assertThatIOException().isThrownBy(() -> AtomicFile.at(path).write(channel -> {}));

    assertThat(entries()).containsExactly(path);
  }

  @Test
  void write_modelOnAFullDisk_leavesNothingAtAnyLength() throws IOException {
    Path source = TinyModel.builder().blocks(1).write(folder.resolve("source"));
    GgufWriter writer = GgufWriter.copyOf(GgufFile.read(source));
    Path target = folder.resolve("target");
    long size = Files.size(source);

    for (long capacity = 0; capacity < size; capacity += size / 37) {
      AtomicFile full = FailingFile.at(target, capacity);
      assertThatIOException()
          .isThrownBy(() -> writer.write(full))
          .withMessage("No space left on device");
      assertThat(entries()).containsExactly(source);
    }
    writer.write(FailingFile.at(target, size));

    assertThat(target).hasSameBinaryContentAs(source);
  }

  private Stream<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    }
  }
}
