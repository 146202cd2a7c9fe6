package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  @TempDir Path folder;

  @Test
  void read_missingFile_isNotFound() {
    Path path = folder.resolve("none.gguf");

    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> GgufFile.read(path));

    assertThat(e).hasMessage(path + ": expected a GGUF file, found no such file");
    assertThat(e.kind()).isEqualTo(Kind.MODEL_NOT_FOUND);
  }

  @Test
  void read_directory_isNotFound() {
    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> GgufFile.read(folder));

    assertThat(e).hasMessage(folder + ": expected a GGUF file, found a directory");
    assertThat(e.kind()).isEqualTo(Kind.MODEL_NOT_FOUND);
  }

  @Test
  @Timeout(10)
  void read_device_isNotFoundAndDoesNotBlock() {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "this platform has no /dev/zero");

    assertThatThrownBy(() -> GgufFile.read(device))
        .isInstanceOf(ModelFileException.class)
        .hasMessage("/dev/zero: expected a GGUF file, found a special file");
  }

  @Test
  void read_unreadableFile_isNotFound() throws IOException {
    Path path = TinyModel.builder().write(folder.resolve("secret.gguf"));
    assumeTrue(path.toFile().setReadable(false) && !Files.isReadable(path), "root reads all files");

    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> GgufFile.read(path));

    assertThat(e).hasMessageStartingWith(path + ": expected a readable file, found ");
    assertThat(e.kind()).isEqualTo(Kind.MODEL_NOT_FOUND);
  }

  @Test
  void read_200MegabytesOfNoise_isRefusedAtOnce() {
    Path path = BrokenModel.noise(folder, 200_000_000);
    long start = System.nanoTime();

    assertThatThrownBy(() -> GgufFile.read(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("offset 0: expected the magic \"GGUF\" (47 47 55 46), found ")
        .hasMessageEndingWith("; this is not a GGUF file");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void read_noiseBehindMagic_isRefused() throws IOException {
    Path path = BrokenModel.noise(folder, 1 << 20);
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(GgufLimits.MAGIC)
        .putInt(3)
        .putLong(10)
        .putLong(10);
    Files.write(path, bytes);

    assertThatThrownBy(() -> GgufFile.read(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("offset 24: expected a length of 0 to 65535 bytes for key 0");
  }

  @Test
  void read_truncatedAnywhereInHeader_isCorrupt() throws IOException {
    Path whole = TinyModel.builder().blocks(1).write(folder.resolve("tiny.gguf"));
    int headerBytes = (int) GgufFile.read(whole).dataOffset();
    Path cut = folder.resolve("cut.gguf");
    Files.copy(whole, cut);

    try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      for (int size = headerBytes; size >= 0; size--) {
        channel.truncate(size);
        assertTruncated(cut);
      }
    }
  }

  @Test
  void read_truncatedInData_isCorrupt() throws IOException {
    Path whole = TinyModel.builder().blocks(1).write(folder.resolve("tiny.gguf"));
    GgufFile file = GgufFile.read(whole);
    GgufTensor last = file.tensors().get(file.tensors().size() - 1);
    long end = file.dataOffset() + last.offset() + last.bytes();
    Path cut = folder.resolve("cut.gguf");
    Files.copy(whole, cut);

    try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      assertThat(GgufFile.read(cut).tensors()).isEqualTo(file.tensors());
      for (long size : new long[] {end - 1, end - last.bytes(), end / 2, file.dataOffset() + 1}) {
        channel.truncate(size);
        assertTruncated(cut);
      }
    }
  }

  private static void assertTruncated(Path path) {
    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> GgufFile.read(path));
    assertThat(e).hasMessageContaining("expected ").hasMessageContaining("found ");
    assertThat(e.kind()).isEqualTo(Kind.MODEL_INVALID);
  }

  @Test
  void lookups_rightType_giveValues() {
    GgufFile file =
        GgufFile.read(
            TinyModel.builder()
                .mutate(w -> w.put("test.floats", GgufValue.float32s(1.5f, -2)))
                .write(folder.resolve("tiny.gguf")));

    assertThat(file.string("general.architecture")).isEqualTo("qwen2");
    assertThat(file.uint32("qwen2.block_count")).isEqualTo(2);
    assertThat(file.float32("qwen2.rope.freq_base")).isEqualTo(1e6f);
    assertThat(file.strings("tokenizer.ggml.tokens")).contains("positive", "Ġthe", "<|im_end|>");
    assertThat(file.int32s("tokenizer.ggml.token_type")).startsWith(1, 1).endsWith(3, 3, 3);
    assertThat(file.optionalFloat32s("test.floats").orElseThrow()).containsExactly(1.5f, -2);
    assertThat(file.optionalBool("tokenizer.ggml.add_bos_token")).contains(false);
    assertThat(file.optionalString("none")).isEmpty();
    assertThat(file.optionalUint32("none")).isEmpty();
    assertThat(file.optionalFloat32("none")).isEmpty();
    assertThat(file.optionalStrings("none")).isEmpty();
  }

  @Test
  void lookups_missingOrWrongType_nameFileKeyAndTypes() {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    GgufFile file = GgufFile.read(path);

    assertThatThrownBy(() -> file.string("none"))
        .isInstanceOf(ModelFileException.class)
        .hasMessage(path + ": key \"none\": expected STRING, found no such key");
    assertThatThrownBy(() -> file.uint32("general.name"))
        .hasMessage(path + ": key \"general.name\": expected UINT32, found STRING");
    assertThatThrownBy(() -> file.optionalFloat32("qwen2.block_count"))
        .hasMessage(path + ": key \"qwen2.block_count\": expected FLOAT32, found UINT32");
    assertThatThrownBy(() -> file.strings("tokenizer.ggml.token_type"))
        .hasMessageStartingWith(
            path + ": key \"tokenizer.ggml.token_type\": expected STRING[], found INT32[");
  }

  @Test
  void data_ofTensor_isReadOnlyAndLittleEndian() {
    GgufFile file = GgufFile.read(TinyModel.builder().write(folder.resolve("tiny.gguf")));
    GgufTensor norm = file.tensor("output_norm.weight").orElseThrow();

    ByteBuffer data = file.data(norm);

    assertThat(data.remaining()).isEqualTo(256);
    assertThat(data.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.getFloat(0)).isBetween(.9f, 1.1f);
    assertThat(data).isEqualTo(ByteBuffer.wrap(file.copy(norm)));
    assertThatThrownBy(() -> data.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void data_ofAnotherFilesTensor_isRefused() {
    GgufFile file = GgufFile.read(TinyModel.builder().write(folder.resolve("tiny.gguf")));
    GgufTensor other = new GgufTensor("output_norm.weight", GgmlType.F32, new long[] {64}, 64);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.data(other))
        .withMessageContaining("has no tensor output_norm.weight F32 (64)");
  }

  @Test
  void data_fileHasShrunk_isCorrupt() throws IOException {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    GgufFile file = GgufFile.read(path);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 10_000));

    assertThatThrownBy(() -> file.data(file.tensor("output_norm.weight").orElseThrow()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("tensor \"output_norm.weight\": expected a file of ")
        .hasMessageContaining("found 10000 bytes; somebody changes the file");
  }

  @Test
  void data_fileIsGone_isNotFound() throws IOException {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    GgufFile file = GgufFile.read(path);
    Files.delete(path);

    ModelFileException e =
        catchThrowableOfType(
            ModelFileException.class,
            () -> file.data(file.tensor("output_norm.weight").orElseThrow()));

    assertThat(e.kind()).isEqualTo(Kind.MODEL_NOT_FOUND);
  }

  @Test
  void read_interruptedThread_succeeds() {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    Thread.currentThread().interrupt();
    try {
      assertThat(DecoderModel.check(GgufFile.read(path)).blocks()).isEqualTo(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void read_goodAndBadFilesManyTimes_leaksNoFileDescriptors() throws IOException {
    File descriptors = new File("/proc/self/fd");
    assumeTrue(descriptors.isDirectory(), "this platform has no /proc/self/fd");
    Path good = TinyModel.builder().write(folder.resolve("good.gguf"));
    Path bad = BrokenModel.TRUNCATED_HEADER.write(folder);
    int before = Objects.requireNonNull(descriptors.list()).length;

    for (int i = 0; i < 200; i++) {
      GgufFile file = GgufFile.read(good);
      file.data(file.tensor("output_norm.weight").orElseThrow());
      assertThatThrownBy(() -> GgufFile.read(bad)).isInstanceOf(ModelFileException.class);
    }

    assertThat(Objects.requireNonNull(descriptors.list()).length).isLessThan(before + 20);
  }

  @Test
  void toString_ofFile_saysWhatItIs() {
    Path path = TinyModel.builder().write(folder.resolve("tiny.gguf"));

    assertThat(GgufFile.read(path)).hasToString(path + " (GGUF 3, 21 keys, 26 tensors)");
  }
}
