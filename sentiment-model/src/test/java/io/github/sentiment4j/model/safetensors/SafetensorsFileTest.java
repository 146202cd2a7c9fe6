package io.github.sentiment4j.model.safetensors;

import static io.github.sentiment4j.model.safetensors.RawSafetensors.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/tensors/safetensors");

  @TempDir Path folder;

  @Test
  void read_fileOfThePythonLibrary_hasItsTensorsSortedByName() {
    SafetensorsFile file = SafetensorsFile.read(GOLDENS.resolve("types.safetensors"));

    assertThat(file.metadata()).containsOnly(Map.entry("format", "pt"));
    assertThat(file.tensors())
        .extracting(SafetensorsTensor::toString)
        .containsExactly(
            "a.half F16 [2, 5]",
            "b.matrix F32 [3, 4]",
            "double F64 [2, 2]",
            "empty F32 [0, 4]",
            "flag BOOL [3]",
            "ids I64 [3]",
            "scalar F32 []",
            "vector F32 [7]",
            "情绪.\"\\ F32 [2]");
    assertThat(file.tensor("ids")).get().extracting(SafetensorsTensor::bytes).isEqualTo(24L);
    assertThat(file.tensor("missing")).isEmpty();
    assertThat(file).hasToString(file.path() + " (safetensors, 9 tensors)");
    assertThat(SafetensorsFile.read(GOLDENS.resolve("plain.safetensors")).metadata()).isEmpty();
  }

  @Test
  void weight_ofEachReadableType_hasItsNumbers() {
    SafetensorsFile file = SafetensorsFile.read(GOLDENS.resolve("types.safetensors"));

    assertThat(all(file, "vector")).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(all(file, "情绪.\"\\")).containsExactly(1, 2);
    assertThat(all(file, "a.half")).startsWith(-1.1494141f, 0.11828613f).hasSize(10);
    assertThat(all(file, "b.matrix")).startsWith(0.5254541f).hasSize(12);
    assertThat(all(file, "double")).startsWith(0.116988264f).hasSize(4);
  }

  @Test
  void weight_typeOrShapeThatIsNoWeight_isRefused() {
    SafetensorsFile file = SafetensorsFile.read(GOLDENS.resolve("types.safetensors"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> file.weight(file.tensor("ids").orElseThrow()))
        .withMessage(
            file.path()
                + ": tensor \"ids\": expected weights in F16, BF16, F32 or F64, found I64; convert"
                + " the checkpoint to BF16 first")
        .matches(e -> e.kind() == Kind.MODEL_UNSUPPORTED);
    for (String name : List.of("scalar", "empty")) {
      assertThatExceptionOfType(ModelFileException.class)
          .isThrownBy(() -> file.weight(file.tensor(name).orElseThrow()))
          .withMessageContaining("tensor \"" + name + "\": expected a vector or a matrix")
          .matches(e -> e.kind() == Kind.MODEL_UNSUPPORTED);
    }
    SafetensorsTensor other = new SafetensorsTensor("ids", SafetensorsType.F32, List.of(6L), 0, 24);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.weight(other))
        .withMessage(file.path() + " has no tensor ids F32 [6]");
  }

  @Test
  void read_noFile_isNotFound() throws IOException {
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(missing))
        .withMessage(missing + ": expected a safetensors file, found no such file")
        .matches(e -> e.kind() == Kind.MODEL_NOT_FOUND);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(folder))
        .withMessage(folder + ": expected a safetensors file, found a directory");
  }

  @Test
  void read_truncatedAnywhere_isRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDENS.resolve("types.safetensors"));
    Path path = folder.resolve("cut.safetensors");

    for (int length = 0; length < bytes.length; length++) {
      Files.write(path, Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(ModelFileException.class)
          .as("%s bytes", length)
          .isThrownBy(() -> SafetensorsFile.read(path))
          .matches(e -> e.kind() == Kind.MODEL_INVALID);
    }
    Files.write(path, Arrays.copyOf(bytes, 7));
    assertCorrupt(path, ": expected at least 8 bytes, found 7; this is not a safetensors file");
    Files.write(path, Arrays.copyOf(bytes, 100));
    assertCorrupt(
        path,
        ": offset 0: expected a header length of 0 to 92 in a file of 100 bytes, found 600; the"
            + " file is truncated, damaged or no safetensors file");
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertCorrupt(
        path,
        ": tensor \"flag\": expected data_offsets [begin, end] within 166 bytes of data, found"
            + " [164, 167]; the file is truncated or damaged");
  }

  @Test
  void read_hugeHeader_isRefused() throws IOException {
    Path path = folder.resolve("huge.safetensors");
    byte[] bytes = RawSafetensors.bytes("{}", 0);

    for (int last : new int[] {0xFF, 0x7F}) {
      bytes[7] = (byte) last;
      Files.write(path, bytes);
      assertThatExceptionOfType(ModelFileException.class)
          .isThrownBy(() -> SafetensorsFile.read(path))
          .withMessageStartingWith(
              path + ": offset 0: expected a header length of 0 to 2 in a file of 10 bytes, found ")
          .matches(e -> e.kind() == Kind.MODEL_INVALID);
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.writeLong(Long.reverseBytes(100_000_001));
      file.setLength(200_000_000);
    }
    assertCorrupt(
        path,
        ": offset 0: expected a header length of 0 to 100000000 in a file of 200000000 bytes, found"
            + " 100000001; the file is truncated, damaged or no safetensors file");
  }

  @Test
  void read_headerIsNoObject_isRefused() throws IOException {
    assertHeader(
        "", 0, "offset 8: expected a JSON object that begins with \"{\", found an empty header");
    assertHeader(
        " {}",
        0,
        "offset 8: expected a JSON object that begins with \"{\", found the byte 20; this is no"
            + " safetensors file");
    assertHeader(
        "{}{}", 0, "header: expected one JSON object, found something behind it at character 3");
    assertHeaderStarts("{", "header: expected a JSON object, found the end of the text");
    assertHeaderStarts("{\"a\":}", "header: expected a JSON object, found '}' at character 5");
    assertHeaderStarts(
        "{" + entry("a", "F32", "[0]", "[0,0]") + "," + entry("a", "F32", "[0]", "[0,0]") + "}",
        "header: expected a JSON object, found the field \"a\" twice at character ");
    assertHeaderStarts(
        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}",
        "header: expected a JSON object, found the field \"dtype\" twice at character ");
    assertHeaderStarts(
        "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}",
        "header: expected a JSON object, found the field \"a\" twice");
    assertHeaderStarts(
        "{\"a\":{\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}}",
        "header: expected a JSON object, found more than 1000 arrays and objects in each other");
  }

  @Test
  void read_headerIsNotUtf8_isRefused() throws IOException {
    for (byte[] name :
        new byte[][] {
          {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
        }) {
      String latin = "{\"" + new String(name, StandardCharsets.ISO_8859_1) + "\":{}}";
      Path path = folder.resolve("latin.safetensors");
      Files.write(path, RawSafetensors.bytes(latin.getBytes(StandardCharsets.ISO_8859_1), 0));

      assertCorrupt(path, ": header: expected UTF-8, found malformed bytes");
    }
  }

  @Test
  void read_metadataIsNoMapOfStrings_isRefused() throws IOException {
    assertHeader(
        "{\"__metadata__\":{\"a\":1}}", 0, "__metadata__: expected a string for \"a\", found 1");
    assertHeader("{\"__metadata__\":[]}", 0, "__metadata__: expected an object, found [");
    assertHeader("{\"__metadata__\":null}", 0, "__metadata__: expected an object, found null");
  }

  @Test
  void read_tensorIsNotDescribed_isRefused() throws IOException {
    assertHeader(
        "{\"a\":7}",
        0,
        "tensor \"a\": expected an object with dtype, shape and data_offsets, found 7");
    assertHeader(
        "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}",
        4,
        "tensor \"a\": expected dtype, shape and data_offsets, found no dtype");
    assertHeader(
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4],\"more\":{\"ignored\":[1,{}]}}}",
        4,
        "tensor \"a\": expected dtype, shape and data_offsets, found no shape");
    assertHeader(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        4,
        "tensor \"a\": expected dtype, shape and data_offsets, found no data_offsets");
    assertHeader(
        "{\"a\":{\"dtype\":32}}",
        0,
        "tensor \"a\": expected the name of a type for dtype, found 32");
  }

  @Test
  void read_unknownType_isUnsupported() throws IOException {
    Path path = folder.resolve("new.safetensors");
    Files.write(path, RawSafetensors.bytes("{" + entry("a", "F2", "[4]", "[0,1]") + "}", 1));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(path))
        .withMessage(
            path
                + ": tensor \"a\": expected a dtype of the safetensors format, such as BF16, found \"F2\"")
        .matches(e -> e.kind() == Kind.MODEL_UNSUPPORTED);
  }

  @Test
  void read_badShape_isRefused() throws IOException {
    String expected = "tensor \"a\": expected integers from 0 to 2^63 - 1 for shape, found ";
    assertHeader("{" + entry("a", "F32", "[-1]", "[0,4]") + "}", 4, expected + "-1");
    assertHeader("{" + entry("a", "F32", "[1.0]", "[0,4]") + "}", 4, expected + "1.0");
    assertHeader("{" + entry("a", "F32", "[\"1\"]", "[0,4]") + "}", 4, expected + "\"1\"");
    assertHeader("{" + entry("a", "F32", "[[1]]", "[0,4]") + "}", 4, expected + "[");
    assertHeader(
        "{" + entry("a", "F32", "[9223372036854775808]", "[0,4]") + "}",
        4,
        expected + "9223372036854775808");
    assertHeader(
        "{" + entry("a", "F32", "4", "[0,4]") + "}",
        4,
        "tensor \"a\": expected an array for shape, found 4");
    assertHeader(
        "{" + entry("a", "F32", "[3037000500,3037000500]", "[0,4]") + "}",
        4,
        "tensor \"a\": expected fewer than 2^63 bits, found the shape [3037000500, 3037000500]");
    String many =
        IntStream.range(0, 65).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
    assertHeader(
        "{" + entry("a", "F32", many, "[0,4]") + "}",
        4,
        "tensor \"a\": expected at most 64 integers for shape, found more");
  }

  @Test
  void read_offsetsThatDoNotFit_areRefused() throws IOException {
    String within =
        "tensor \"a\": expected data_offsets [begin, end] within 8 bytes of data, found ";
    String damaged = "; the file is truncated or damaged";
    for (String offsets :
        List.of("[0, 9]", "[4, 0]", "[0]", "[]", "[9223372036854775807, 9223372036854775807]")) {
      assertHeader("{" + entry("a", "F32", "[2]", offsets) + "}", 8, within + offsets + damaged);
    }
    assertHeader(
        "{" + entry("a", "F32", "[2]", "[0,4,8]") + "}",
        8,
        "tensor \"a\": expected at most 2 integers for data_offsets, found more");
    assertHeader(
        "{" + entry("a", "F32", "[2]", "[0,4]") + "}",
        8,
        "tensor \"a\": expected 8 bytes for F32 [2], found 4 between the data_offsets [0, 4]");
    assertHeader(
        "{" + entry("a", "F4", "[3]", "[0,1]") + "}",
        1,
        "tensor \"a\": expected 2 bytes for F4 [3], found 1 between the data_offsets [0, 1]");
  }

  @Test
  void read_holesOverlapsAndRests_areRefused() throws IOException {
    assertHeader(
        "{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("b", "F32", "[1]", "[2,6]") + "}",
        6,
        "tensor \"b\": expected data from 4 on, where the tensor before it ends, found data_offsets"
            + " that begin at 2");
    assertHeader(
        "{" + entry("b", "F32", "[1]", "[0,4]") + "," + entry("a", "F32", "[1]", "[8,12]") + "}",
        12,
        "tensor \"a\": expected data from 4 on, where the tensor before it ends, found data_offsets"
            + " that begin at 8");
    assertHeader(
        "{" + entry("a", "U8", "[4]", "[1,5]") + "}",
        5,
        "tensor \"a\": expected data from 0 on, where the tensor before it ends, found data_offsets"
            + " that begin at 1");
    String header = "{" + entry("a", "U8", "[4]", "[0,4]") + "}";
    int end = 8 + header.length() + 4;
    assertHeader(
        header,
        7,
        "expected a file of "
            + end
            + " bytes, where its last tensor ends, found "
            + (end + 3)
            + " bytes");
  }

  @Test
  void read_moreThanTheBounds_isRefused() throws IOException {
    assertHeader(
        IntStream.rangeClosed(0, 65_536)
            .mapToObj(i -> entry("t" + i, "U8", "[0]", "[0,0]"))
            .collect(Collectors.joining(",", "{", "}")),
        0,
        "header: expected at most 65536 tensors, found more");
    assertHeader(
        IntStream.rangeClosed(0, 65_536)
            .mapToObj(i -> "\"" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}")),
        0,
        "header: expected at most 65536 keys in __metadata__, found more");
  }

  @Test
  void read_noTensors_isAFile() throws IOException {
    Path path = folder.resolve("none.safetensors");
    Files.write(path, RawSafetensors.bytes("{}      ", 0));

    assertThat(SafetensorsFile.read(path).tensors()).isEmpty();
  }

  private void assertHeader(String header, int dataBytes, String expected) throws IOException {
    Path path = folder.resolve("bad.safetensors");
    Files.write(path, RawSafetensors.bytes(header, dataBytes));
    assertCorrupt(path, ": " + expected);
  }

  private void assertHeaderStarts(String header, String expected) throws IOException {
    Path path = folder.resolve("bad.safetensors");
    Files.write(path, RawSafetensors.bytes(header, 0));
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(path))
        .withMessageStartingWith(path + ": " + expected)
        .matches(e -> e.kind() == Kind.MODEL_INVALID);
  }

  private static void assertCorrupt(Path path, String expected) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(path))
        .withMessage(path + expected)
        .matches(e -> e.kind() == Kind.MODEL_INVALID);
  }

  private static float[] all(SafetensorsFile file, String name) {
    Weight weight = file.weight(file.tensor(name).orElseThrow());
    float[] target = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), target);
    return target;
  }
}
