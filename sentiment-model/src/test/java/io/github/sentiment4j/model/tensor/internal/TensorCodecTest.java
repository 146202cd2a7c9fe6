package io.github.sentiment4j.model.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sentiment4j.gguf.GgmlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TensorCodecTest {
  private static final int RANDOM_BLOCKS = 1000;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"F32", "F16", "BF16", "F64"})
  void decode_blocks_sameBitsAsGgufPy(TensorCodec codec) {
    byte[] golden = golden("decode/" + codec + ".bin");
    int elements =
        golden.length
            / (codec.type().blockBytes() + Float.BYTES * codec.type().blockElements())
            * codec.type().blockElements();
    ByteBuffer source = ByteBuffer.wrap(golden);

    float[] decoded = decode(codec, source, elements);

    float[] expected = decode(TensorCodec.F32, source, elements);
    assertThat(source.hasRemaining()).isFalse();
    assertThat(bits(decoded)).isEqualTo(bits(expected));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"F32", "F16", "BF16", "F64"})
  void decode_randomBlocks_sameBitsAsPlainReference(TensorCodec codec) {
    byte[] blocks = new byte[RANDOM_BLOCKS * codec.type().blockBytes()];
    new SplittableRandom(1).nextBytes(blocks);
    int blockElements = codec.type().blockElements();

    float[] decoded = decode(codec, ByteBuffer.wrap(blocks), RANDOM_BLOCKS * blockElements);

    float[] expected = new float[decoded.length];
    byte[] block = new byte[codec.type().blockBytes()];
    for (int i = 0; i < expected.length; i++) {
      System.arraycopy(blocks, i / blockElements * block.length, block, 0, block.length);
      expected[i] = PlainReference.element(codec, block, i % blockElements);
    }
    assertThat(bits(decoded)).isEqualTo(bits(expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0"})
  void encode_floats_sameBytesAsGgufPy(TensorCodec codec) {
    byte[] golden = golden("encode/" + codec + ".bin");
    GgmlType type = codec.type();
    int elements =
        golden.length
            / (type.blockBytes() + Float.BYTES * type.blockElements())
            * type.blockElements();
    ByteBuffer source = ByteBuffer.wrap(golden);
    float[] floats = decode(TensorCodec.F32, source, elements);
    byte[] expected = new byte[source.remaining()];
    source.get(expected);

    assertThat(HexFormat.of().formatHex(encode(codec, floats)))
        .isEqualTo(HexFormat.of().formatHex(expected));
  }

  /** The goldens are sums, because there are half a million numbers. */
  @Test
  void encode_neighboursOfAllHalvesAndBfloats_sameSumsAsGgufPy() {
    String sums = new String(golden("encode/sums.txt"), StandardCharsets.UTF_8);
    float[] floats = new float[9 * 65_536];
    int[] offsets = {0, -1, 1, 0xFFF, 0x1000, 0x1001};
    for (int i = 0; i < 65_536; i++) {
      int bits = Float.floatToRawIntBits(Float16.toFloat((short) i));
      for (int j = 0; j < offsets.length; j++) {
        floats[j * 65_536 + i] = Float.intBitsToFloat(bits + offsets[j]);
      }
      floats[6 * 65_536 + i] = Float.intBitsToFloat(i << 16);
      floats[7 * 65_536 + i] = Float.intBitsToFloat((i << 16) + 0x8000);
      floats[8 * 65_536 + i] = Float.intBitsToFloat((i << 16) + 0x8001);
    }
    byte[] halves = new byte[65_536 * Short.BYTES];
    for (int i = 0; i < 65_536; i++) {
      LittleEndian.putShort(halves, i * Short.BYTES, (short) i);
    }
    float[] decoded = decode(TensorCodec.F16, ByteBuffer.wrap(halves), 65_536);

    assertThat(sums)
        .isEqualTo(
            sum(encode(TensorCodec.F16, floats))
                + "  F16\n"
                + sum(encode(TensorCodec.BF16, floats))
                + "  BF16\n"
                + sum(encode(TensorCodec.F32, decoded))
                + "  F16 decoded\n");
  }

  @Test
  void float16_allHalves_areTheirDefinitionAndComeBack() {
    for (int i = 0; i < 65_536; i++) {
      float value = Float16.toFloat((short) i);
      assertThat(Float.valueOf(value)).isEqualTo(Float.valueOf(PlainReference.half(i)));
      assertThat(Float16.fromFloat(value)).isEqualTo((short) i);
      assertThat(BFloat16.fromFloat(BFloat16.toFloat((short) i)))
          .isEqualTo((short) (Float.isNaN(BFloat16.toFloat((short) i)) ? i | 0x40 : i));
    }
  }

  @Test
  void float16_randomFloats_areTheNearestHalf() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      float value = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-28, 20));
      assertThat(Float16.fromFloat(value))
          .as("%s", value)
          .isEqualTo(PlainReference.nearestHalf(value));
    }
  }

  @Test
  void bfloat16_randomFloats_areTheNearestBfloat() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100_000; i++) {
      int bits = random.nextInt();
      float value = Float.intBitsToFloat(bits);
      double down = Float.intBitsToFloat(bits & 0xFFFF_0000);
      double up = Float.intBitsToFloat((bits & 0xFFFF_0000) + 0x1_0000);
      float result = BFloat16.toFloat(BFloat16.fromFloat(value));
      if (Float.isFinite(result)) {
        assertThat(Math.abs(result - (double) value))
            .isEqualTo(Math.min(Math.abs(value - down), Math.abs(up - value)));
      }
    }
  }

  @Test
  void encodeQ8_randomBlocks_sameBytesAsPlainReference() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < RANDOM_BLOCKS; i++) {
      float[] block = new float[32];
      int exponent = random.nextInt(-100, 20);
      for (int j = 0; j < block.length; j++) {
        block[j] = (float) Math.scalb(random.nextDouble(-1, 1), exponent);
      }
      assertThat(encode(TensorCodec.Q8_0, block)).isEqualTo(PlainReference.q8(block));
    }
  }

  @Test
  void decode_f64_roundsToFloat() {
    ByteBuffer source = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    source.putDouble(Math.PI).putDouble(1e300).putDouble(-0.0).flip();

    assertThat(decode(TensorCodec.F64, source, 3))
        .containsExactly((float) Math.PI, Float.POSITIVE_INFINITY, -0f);
  }

  @ParameterizedTest
  @EnumSource
  void decode_anyBufferAndOffset_sameResult(TensorCodec codec) {
    int elements = 20 * 256;
    byte[] bytes = new byte[(int) codec.type().bytes(elements)];
    new SplittableRandom(5).nextBytes(bytes);
    float[] expected = decode(codec, ByteBuffer.wrap(bytes), elements);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3).order(ByteOrder.BIG_ENDIAN);
    direct.position(2).put(bytes).position(2);
    float[] target = new float[elements + 2];

    codec.decode(direct, elements, target, 1);

    assertThat(direct.remaining()).isEqualTo(1);
    assertThat(target[0]).isZero();
    assertThat(target[elements + 1]).isZero();
    assertThat(bits(Arrays.copyOfRange(target, 1, elements + 1))).isEqualTo(bits(expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0"})
  void encode_anyBufferAndOffset_sameResult(TensorCodec codec) {
    float[] source = new float[5000 / 32 * 32 + 1];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < source.length; i++) {
      source[i] = (float) random.nextDouble(-1, 1);
    }
    int elements = source.length - 1;
    byte[] expected = encode(codec, Arrays.copyOfRange(source, 1, source.length));
    ByteBuffer direct = ByteBuffer.allocateDirect(expected.length + 2).order(ByteOrder.BIG_ENDIAN);

    codec.encode(source, 1, elements, direct.position(1));

    assertThat(direct.remaining()).isEqualTo(1);
    assertThat(direct.flip().position(1).slice()).isEqualTo(ByteBuffer.wrap(expected));
  }

  @Test
  void encodes_onlyWhatConversionsWrite() {
    for (TensorCodec codec : TensorCodec.values()) {
      assertThat(codec.encodes()).isEqualTo("F32 F16 BF16 Q8_0".contains(codec.toString()));
      if (!codec.encodes()) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() -> codec.encode(new float[0], 0, 0, ByteBuffer.allocate(0)))
            .withMessage(codec + " is only read");
      }
    }
  }

  @Test
  void of_everyType_isItsCodecOrNothing() {
    for (TensorCodec codec : TensorCodec.values()) {
      assertThat(TensorCodec.of(codec.type())).contains(codec);
      assertThat(codec.type().name()).isEqualTo(codec.name());
    }
    assertThat(TensorCodec.of(GgmlType.IQ2_XS)).isEmpty();
  }

  @Test
  void decodeAndEncode_badLengths_areRefused() {
    float[] floats = new float[64];
    ByteBuffer small = ByteBuffer.allocate(66);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorCodec.Q8_0.decode(small, 33, floats, 0))
        .withMessage("Q8_0: expected a multiple of 32 elements, found 33");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorCodec.Q8_0.encode(floats, 0, 4096 + 16, small));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorCodec.F32.decode(small, -1, floats, 0));
    assertThatExceptionOfType(BufferUnderflowException.class)
        .isThrownBy(() -> TensorCodec.Q8_0.decode(small.clear(), 64, floats, 0));
    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> TensorCodec.Q8_0.encode(floats, 0, 64, small.clear()));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> TensorCodec.Q8_0.decode(small.clear(), 32, floats, 33));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> TensorCodec.F32.encode(floats, 60, 5, small.clear()));
  }

  private static float[] decode(TensorCodec codec, ByteBuffer source, int elements) {
    float[] target = new float[elements];
    codec.decode(source, elements, target, 0);
    return target;
  }

  private static byte[] encode(TensorCodec codec, float[] source) {
    ByteBuffer target = ByteBuffer.allocate((int) codec.type().bytes(source.length));
    codec.encode(source, 0, source.length, target);
    return target.array();
  }

  /** All bits but those of NaN, whose sign and fraction are left to the processor. */
  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(floats[i]);
    }
    return bits;
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] golden(String name) {
    try (InputStream in = TensorCodecTest.class.getResourceAsStream("/goldens/tensors/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
