package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {
  @TempDir Path folder;

  @Test
  void write_everyType_readsBackEqualAndInOrder() throws IOException {
    GgufWriter writer =
        GgufWriter.create()
            .put("u8", GgufValue.scalar(GgufType.UINT8, 200))
            .put("i8", GgufValue.scalar(GgufType.INT8, -100))
            .put("u16", GgufValue.scalar(GgufType.UINT16, 60_000))
            .put("i16", GgufValue.scalar(GgufType.INT16, -30_000))
            .putUint32("u32", 0xFFFF_FFFFL)
            .put("i32", GgufValue.int32(-7))
            .put("u64", GgufValue.scalar(GgufType.UINT64, -1))
            .put("i64", GgufValue.scalar(GgufType.INT64, Long.MIN_VALUE))
            .putFloat32("f32", Float.MIN_VALUE)
            .put("f64", GgufValue.scalar(GgufType.FLOAT64, Double.doubleToRawLongBits(Math.PI)))
            .putBool("yes", true)
            .putString("text", "情绪\n\0€")
            .putStrings("texts", List.of("", "a", "é".repeat(100_000)))
            .put("ints", GgufValue.int32s(1, -1, Integer.MIN_VALUE))
            .put("floats", GgufValue.float32s(Float.NaN, -0f))
            .put("bools", GgufValue.ofElements(GgufType.BOOL, new byte[] {1, 0}))
            .put("bytes", GgufValue.ofElements(GgufType.UINT8, new byte[200_000]))
            .putStrings("none", List.of());
    Path path = folder.resolve("all.gguf");

    writer.write(path);
    GgufFile file = GgufFile.read(path);
    Path again = folder.resolve("again.gguf");
    GgufWriter.copyOf(file).write(again);

    assertThat(file.metadata().keySet())
        .containsExactly(
            "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64", "yes", "text",
            "texts", "ints", "floats", "bools", "bytes", "none");
    assertThat(file.metadata().get("u8")).hasToString("200");
    assertThat(file.metadata().get("i8")).hasToString("-100");
    assertThat(file.metadata().get("u16")).hasToString("60000");
    assertThat(file.metadata().get("i16")).hasToString("-30000");
    assertThat(file.uint32("u32")).isEqualTo(0xFFFF_FFFFL);
    assertThat(file.metadata().get("i32")).hasToString("-7");
    assertThat(file.metadata().get("u64")).hasToString("18446744073709551615");
    assertThat(file.metadata().get("i64")).hasToString(Long.toString(Long.MIN_VALUE));
    assertThat(file.float32("f32")).isEqualTo(Float.MIN_VALUE);
    assertThat(file.metadata().get("f64")).hasToString("3.141592653589793");
    assertThat(file.optionalBool("yes")).contains(true);
    assertThat(file.string("text")).isEqualTo("情绪\n\0€");
    assertThat(file.strings("texts")).containsExactly("", "a", "é".repeat(100_000));
    assertThat(file.int32s("ints")).containsExactly(1, -1, Integer.MIN_VALUE);
    assertThat(file.metadata().get("bools")).hasToString("BOOL[2]");
    assertThat(again).hasSameBinaryContentAs(path);
  }

  @Test
  void write_tensors_areAlignedAndKeepTheirBytes() throws IOException {
    byte[] a = {1, 2, 3};
    byte[] b = {4, 5, 6, 7, 8};
    Path path = folder.resolve("tensors.gguf");

    GgufWriter.create()
        .putUint32("general.alignment", 128)
        .tensor("a", GgmlType.I8, new long[] {3}, ByteBuffer.wrap(a))
        .tensor("b", GgmlType.I8, new long[] {5, 1}, ByteBuffer.wrap(b))
        .write(path);
    GgufFile file = GgufFile.read(path);

    assertThat(file.alignment()).isEqualTo(128);
    assertThat(file.dataOffset() % 128).isZero();
    assertThat(file.tensors()).extracting(GgufTensor::name).containsExactly("a", "b");
    assertThat(file.tensors()).extracting(GgufTensor::offset).containsExactly(0L, 128L);
    assertThat(file.data(file.tensor("a").orElseThrow())).isEqualTo(ByteBuffer.wrap(a));
    assertThat(file.data(file.tensor("b").orElseThrow())).isEqualTo(ByteBuffer.wrap(b));
    assertThat(file.tensor("b").orElseThrow().shape()).containsExactly(5, 1);
    assertThat(file.fileSize()).isEqualTo(file.dataOffset() + 256);
  }

  @Test
  void copyOf_withChangedKeys_keepsTensors() throws IOException {
    Path source = TinyModel.builder().write(folder.resolve("source.gguf"));
    GgufFile original = GgufFile.read(source);
    Path target = folder.resolve("target.gguf");

    GgufWriter.copyOf(original)
        .putString("general.name", "another")
        .putString("new.key", "x".repeat(1000))
        .remove("general.type")
        .write(target);
    GgufFile copy = GgufFile.read(target);

    assertThat(copy.string("general.name")).isEqualTo("another");
    assertThat(copy.metadata()).containsKey("new.key").doesNotContainKey("general.type");
    assertThat(copy.tensors()).isEqualTo(original.tensors());
    for (GgufTensor tensor : original.tensors()) {
      assertThat(copy.data(tensor)).isEqualTo(original.data(tensor));
    }
    assertThat(source).exists();
  }

  @Test
  void write_overItsOwnSource_replacesIt() throws IOException {
    Path path = TinyModel.builder().write(folder.resolve("model.gguf"));

    GgufWriter.copyOf(GgufFile.read(path)).putString("general.name", "changed").write(path);

    assertThat(GgufFile.read(path).string("general.name")).isEqualTo("changed");
    assertThat(DecoderModel.check(GgufFile.read(path)).blocks()).isEqualTo(2);
  }

  @Test
  void write_tensorDataTooShort_leavesTargetAndFolderAsTheyWere() throws IOException {
    Path path = Files.writeString(folder.resolve("model.gguf"), "before");
    GgufWriter writer =
        GgufWriter.create()
            .tensor("a", GgmlType.F32, new long[] {4}, ch -> ch.write(ByteBuffer.allocate(12)));

    assertThatIOException()
        .isThrownBy(() -> writer.write(path))
        .withMessage("tensor a F32 (4): expected 16 bytes of data, found 12");
    assertThat(path).hasContent("before");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void write_dataFails_leavesNoFile() throws IOException {
    GgufWriter writer =
        GgufWriter.create()
            .tensor(
                "a",
                GgmlType.F32,
                new long[] {4},
                ch -> {
                  throw new IOException("the source is gone");
                });

    assertThatIOException()
        .isThrownBy(() -> writer.write(folder.resolve("model.gguf")))
        .withMessage("the source is gone");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void put_existingKey_keepsItsPlace() throws IOException {
    Path path = folder.resolve("order.gguf");

    GgufWriter.create().putUint32("a", 1).putUint32("b", 2).putUint32("a", 3).write(path);

    assertThat(GgufFile.read(path).metadata().keySet()).containsExactly("a", "b");
    assertThat(GgufFile.read(path).uint32("a")).isEqualTo(3);
  }

  @Test
  void put_badName_isRefused() {
    GgufWriter writer = GgufWriter.create();

    for (String key : List.of("", "a\0b", "k".repeat(65_536))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.putBool(key, true))
          .withMessageStartingWith("key: expected 1 to 65535 bytes without zero bytes, found ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                writer.tensor("t".repeat(64), GgmlType.F32, new long[] {1}, ByteBuffer.allocate(4)))
        .withMessageStartingWith("tensor name: expected 1 to 63 bytes without zero bytes, found ");
  }

  @Test
  void tensor_badShape_isRefused() {
    GgufWriter writer = GgufWriter.create();
    ByteBuffer data = ByteBuffer.allocate(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("a", GgmlType.Q4_0, new long[] {16, 2}, data))
        .withMessage(
            "tensor a: expected positive lengths, the first one a multiple of 32, found (16, 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("a", GgmlType.F32, new long[] {4, 0}, data))
        .withMessageContaining("found (4, 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("a", GgmlType.F32, new long[5], data))
        .withMessage("tensor a: expected 1 to 4 dimensions, found 5");
  }

  @Test
  void write_loneSurrogate_isRefused() {
    GgufWriter writer = GgufWriter.create().putString("k", "\uD800");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(folder.resolve("model.gguf")))
        .withMessageStartingWith("expected well-formed Unicode, found a lone surrogate in ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_badAlignment_isRefused() {
    GgufWriter writer = GgufWriter.create().putUint32("general.alignment", 24);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(folder.resolve("model.gguf")))
        .withMessage(
            "key general.alignment: expected a power of two up to 2^30 as UINT32, found UINT32 24");
  }

  @Test
  void uint32_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GgufValue.uint32(1L << 32))
        .withMessage("expected an integer in [0, 2^32), found 4294967296");
    assertThatIllegalArgumentException().isThrownBy(() -> GgufValue.uint32(-1));
  }
}
