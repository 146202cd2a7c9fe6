package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgmlTypeTest {
  /** From the sizes of the structs in ggml-common.h: half and float scales, then packed bits. */
  @ParameterizedTest
  @CsvSource({
    "Q4_0, 2 + 16",
    "Q4_1, 4 + 16",
    "Q5_0, 2 + 4 + 16",
    "Q5_1, 4 + 4 + 16",
    "Q8_0, 2 + 32",
    "Q8_1, 4 + 32",
    "Q2_K, 4 + 16 + 64",
    "Q3_K, 2 + 64 + 32 + 12",
    "Q4_K, 4 + 12 + 128",
    "Q5_K, 4 + 12 + 128 + 32",
    "Q6_K, 2 + 16 + 192",
    "Q8_K, 4 + 256 + 32",
    "IQ2_XXS, 2 + 64",
    "IQ2_XS, 2 + 64 + 8",
    "IQ2_S, 2 + 64 + 16",
    "IQ3_XXS, 2 + 96",
    "IQ3_S, 2 + 104 + 4",
    "IQ1_S, 2 + 32 + 16",
    "IQ1_M, 32 + 16 + 8",
    "IQ4_NL, 2 + 16",
    "IQ4_XS, 4 + 4 + 128",
    "TQ1_0, 2 + 4 + 48",
    "TQ2_0, 2 + 64",
    "MXFP4, 1 + 16",
    "NVFP4, 4 + 32",
    "Q1_0, 2 + 16",
    "Q2_0, 2 + 16"
  })
  void blockBytes_ofQuantizedType_isTheSumOfItsParts(GgmlType type, String parts) {
    int sum = 0;
    for (String part : parts.split(" \\+ ", -1)) {
      sum += Integer.parseInt(part);
    }

    assertThat(type.blockBytes()).isEqualTo(sum);
  }

  @Test
  void byId_everyType_findsIt() {
    for (GgmlType type : GgmlType.values()) {
      assertThat(GgmlType.byId(type.id())).isSameAs(type);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 31, 32, 33, 36, 37, 38})
  void byId_removedType_isRemoved(int id) {
    assertThat(GgmlType.byId(id)).isNull();
    assertThat(GgmlType.isRemoved(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 43, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void byId_unknownType_isNeitherKnownNorRemoved(int id) {
    assertThat(GgmlType.byId(id)).isNull();
    assertThat(GgmlType.isRemoved(id)).isFalse();
  }

  @Test
  void bytes_partialBlock_isRefused() {
    assertThat(GgmlType.Q6_K.bytes(512)).isEqualTo(420);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GgmlType.Q6_K.bytes(100))
        .withMessage("Q6_K: expected a multiple of 256 elements, found 100");
  }
}
