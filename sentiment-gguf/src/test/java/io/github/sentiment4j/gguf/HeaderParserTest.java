package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderParserTest {
  private static final int F32 = GgmlType.F32.id();

  @TempDir Path folder;

  @Test
  void read_noTensorsNoKeys_isEmpty() {
    GgufFile file = GgufFile.read(RawGguf.header(0, 0).write(folder));

    assertThat(file.metadata()).isEmpty();
    assertThat(file.tensors()).isEmpty();
    assertThat(file.dataOffset()).isEqualTo(24);
    assertThat(file.version()).isEqualTo(3);
  }

  @Test
  void read_version2_isAccepted() {
    RawGguf raw = new RawGguf().int32(GgufLimits.MAGIC).int32(2).int64(0).int64(1).uint32("k", 9);

    assertThat(GgufFile.read(raw.write(folder)).uint32("k")).isEqualTo(9);
  }

  @Test
  void read_negativeKeyCount_isCorrupt() {
    assertCorrupt(RawGguf.header(0, -1), "offset 16: expected 0 to 0 metadata keys", "found 1844");
  }

  @Test
  void read_countBeyondFile_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 3).uint32("a", 1),
        "offset 16: expected 0 to 1 metadata keys in a file of 41 bytes, found 3");
  }

  @Test
  void read_negativeKeyLength_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).int64(-1).raw(new byte[20]),
        "offset 24: expected a length of 0 to 65535 bytes for key 0, found 18446744073709551615");
  }

  @Test
  void read_keyOf65536Bytes_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("k".repeat(65_536), 1),
        "offset 24: expected a length of 0 to 65535 bytes for key 0, found 65536");
  }

  @Test
  void read_keyOf65535Bytes_isAccepted() {
    String key = "k".repeat(65_535);

    assertThat(GgufFile.read(RawGguf.header(0, 1).uint32(key, 1).write(folder)).uint32(key))
        .isOne();
  }

  @Test
  void read_emptyKey_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("", 1),
        "offset 24: expected a name without zero bytes for key 0, found an empty one");
  }

  @Test
  void read_zeroByteInKey_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("a\0b", 1),
        "offset 24: expected a name without zero bytes for key 0, found \"a\\0b\"");
  }

  @Test
  void read_duplicateKey_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 2).uint32("a", 1).uint32("a", 1),
        "offset 41: expected every key once, found \"a\" again");
  }

  @Test
  void read_malformedUtf8_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).int64(1).raw((byte) 0xC3).int32(8).raw(new byte[8]),
        "offset 32: expected UTF-8 for key 0, found malformed bytes");
  }

  @Test
  void read_replacementCharacter_isNoMistake() {
    GgufFile file =
        GgufFile.read(RawGguf.header(0, 1).string("k").int32(8).string("\uFFFD").write(folder));

    assertThat(file.string("k")).isEqualTo("\uFFFD");
  }

  @Test
  void read_unknownValueType_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(13).int64(0),
        "key \"k\", offset 33: expected a value type from 0 to 12, found 13");
  }

  @Test
  void read_nestedArray_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(9).int32(9).int64(0),
        "key \"k\", offset 37: expected an element type from 0 to 12 but not array, found 9 (an array"
            + " of arrays)");
  }

  @Test
  void read_arrayBeyondFile_isCorruptWithoutAllocation() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(9).int32(8).int64(1L << 40).int64(0),
        "key \"k\", offset 41: expected an array length of 0 to 1, which is what the file has room"
            + " for, found 1099511627776");
  }

  @Test
  void read_negativeArrayLength_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(9).int32(6).int64(-2),
        "expected an array length of 0 to 0",
        "found 18446744073709551614");
  }

  @Test
  void read_stringBeyondFile_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(8).int64(1000).raw(new byte[5]),
        "offset 45: expected 1000 bytes for the value of key k, found 5 before the end of the file");
  }

  @Test
  void read_boolOfTwo_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(7).int8(2),
        "key \"k\", offset 37: expected 0 or 1 for BOOL, found 2");
  }

  @Test
  void read_boolArrayOfTwo_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("k").int32(9).int32(7).int64(2).int8(1).int8(255),
        "key \"k\", offset 49: expected 0 or 1 for BOOL, found 255");
  }

  @Test
  void read_alignmentNotPowerOfTwo_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("general.alignment", 48),
        "key \"general.alignment\": expected a power of two up to 2^30 as UINT32, found UINT32 48");
  }

  @Test
  void read_alignmentZero_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("general.alignment", 0),
        "key \"general.alignment\": expected a power of two up to 2^30 as UINT32, found UINT32 0");
  }

  @Test
  void read_alignmentOfOtherType_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).string("general.alignment").int32(10).int64(32),
        "key \"general.alignment\": expected a power of two up to 2^30 as UINT32, found UINT64 32");
  }

  @Test
  void read_alignment64_movesTensors() {
    GgufFile file =
        GgufFile.read(
            RawGguf.header(2, 1)
                .uint32("general.alignment", 64)
                .tensor("a", F32, 0, 1)
                .tensor("b", F32, 64, 1)
                .data(64, 68)
                .write(folder));

    assertThat(file.alignment()).isEqualTo(64);
    assertThat(file.dataOffset() % 64).isZero();
  }

  @Test
  void read_tensorNameOf64Bytes_isCorrupt() {
    String name = "é".repeat(32);

    assertCorrupt(
        RawGguf.header(1, 0).tensor(name, F32, 0, 1).data(32, 32),
        "offset 24: expected a name of 1 to 63 bytes for tensor 0, found \"éé");
  }

  @Test
  void read_duplicateTensor_isCorrupt() {
    assertCorrupt(
        RawGguf.header(2, 0).tensor("a", F32, 0, 1).tensor("a", F32, 32, 1).data(32, 64),
        "offset 57: expected every tensor name once, found \"a\" again");
  }

  @Test
  void read_noDimensions_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("abcdefghi", F32, 0).data(32, 32),
        "tensor \"abcdefghi\": expected 1 to 4 dimensions, found 0");
  }

  @Test
  void read_fiveDimensions_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, 1, 1, 1, 1, 1).data(32, 32),
        "tensor \"a\": expected 1 to 4 dimensions, found 5");
  }

  @Test
  void read_zeroLength_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, 4, 0).data(32, 32),
        "tensor \"a\": expected positive lengths, found 0 in dimension 1");
  }

  @Test
  void read_negativeLength_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, -4).data(32, 32),
        "tensor \"a\": expected positive lengths, found 18446744073709551612 in dimension 0");
  }

  @Test
  void read_overflowingShape_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, 1L << 32, 1L << 31).data(32, 32),
        "tensor \"a\": expected fewer than 2^63 elements and bytes, found the shape (4294967296,"
            + " 2147483648)");
  }

  @Test
  void read_overflowingBytes_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, 1L << 62).data(32, 32),
        "tensor \"a\": expected fewer than 2^63 elements and bytes");
  }

  @Test
  void read_overflowingDataSection_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", GgmlType.I8.id(), 0, Long.MAX_VALUE).data(32, 32),
        "tensor \"a\": expected a file of at least 9223372036854775807 bytes");
  }

  @Test
  void read_partialBlock_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", GgmlType.Q4_K.id(), 0, 128).data(32, 256),
        "tensor \"a\": expected rows of a multiple of 256 elements for Q4_K, found 128");
  }

  @Test
  void read_removedType_isUnsupported() {
    assertRefused(
        RawGguf.header(1, 0).tensor("a", 31, 0, 32).data(32, 32),
        Kind.MODEL_UNSUPPORTED,
        "tensor \"a\": expected a tensor type of llama.cpp v0.5.0, found 31, which llama.cpp has"
            + " removed; quantize the model again");
  }

  @Test
  void read_unknownType_isUnsupported() {
    assertRefused(
        RawGguf.header(1, 0).tensor("a", 43, 0, 32).data(32, 32),
        Kind.MODEL_UNSUPPORTED,
        "tensor \"a\": expected a tensor type of llama.cpp v0.5.0, found 43, which is unknown");
  }

  @Test
  void read_overlappingTensors_isCorrupt() {
    assertCorrupt(
        RawGguf.header(2, 0).tensor("a", F32, 0, 16).tensor("b", F32, 32, 16).data(32, 128),
        "tensor \"b\": expected the data offset 64, right behind the tensor before it, found 32");
  }

  @Test
  void read_gapBetweenTensors_isCorrupt() {
    assertCorrupt(
        RawGguf.header(2, 0).tensor("a", F32, 0, 1).tensor("b", F32, 64, 1).data(32, 128),
        "tensor \"b\": expected the data offset 32, right behind the tensor before it, found 64");
  }

  @Test
  void read_firstTensorNotAtStart_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 32, 1).data(32, 128),
        "tensor \"a\": expected the data offset 0, right behind the tensor before it, found 32");
  }

  @Test
  void read_dataOneByteShort_isCorrupt() {
    assertCorrupt(
        RawGguf.header(1, 0).tensor("a", F32, 0, 4).data(32, 15),
        "tensor \"a\": expected a file of at least 80 bytes, found 79; the file is truncated, fetch"
            + " it again");
  }

  @Test
  void read_lastTensorWithoutPadding_isAccepted() {
    GgufFile file =
        GgufFile.read(RawGguf.header(1, 0).tensor("a", F32, 0, 4).data(32, 16).write(folder));

    assertThat(file.tensor("a")).get().extracting(GgufTensor::bytes).isEqualTo(16L);
  }

  @Test
  void read_splitCountOfOne_isAccepted() {
    RawGguf raw = RawGguf.header(0, 1).string("split.count").int32(2).int8(1).int8(0);

    assertThat(GgufFile.read(raw.write(folder)).metadata()).hasSize(1);
  }

  @Test
  void read_splitCountOfOtherType_isCorrupt() {
    assertCorrupt(
        RawGguf.header(0, 1).uint32("split.count", 1),
        "key \"split.count\": expected UINT16, found UINT32");
  }

  @Test
  void read_headerOfMoreThan64Mebibytes_isCorruptWithoutAllocation() throws IOException {
    Path path = RawGguf.header(0, 1).string("k").int32(8).int64(1L << 26).write(folder);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(1L << 28);
    }

    assertThatThrownBy(() -> GgufFile.read(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("offset 45: expected 67108864 bytes for the value of key k, found ")
        .hasMessageEndingWith(" before the end of the 64 MiB that a header may have");
  }

  private void assertCorrupt(RawGguf raw, String... parts) {
    assertRefused(raw, Kind.MODEL_INVALID, parts);
  }

  private void assertRefused(RawGguf raw, Kind kind, String... parts) {
    Path path = raw.write(folder);

    ModelFileException e =
        catchThrowableOfType(ModelFileException.class, () -> GgufFile.read(path));

    assertThat(e).hasMessageStartingWith(path + ": ").hasMessageContainingAll(parts);
    assertThat(e.kind()).isEqualTo(kind);
  }
}
