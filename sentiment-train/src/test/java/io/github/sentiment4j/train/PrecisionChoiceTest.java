package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrecisionChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "flags\t\t: fpu avx512f avx512_bf16 fma, avx512_bf16",
    "flags\t\t: fpu amx_bf16 amx_int8 avx512_bf16, amx_bf16",
    "Features\t: fp asimd bf16 i8mm, bf16"
  })
  void ofCpu_dotProductsOfBfloat16_isBfloat16(String line, String feature) {
    assertThat(PrecisionChoice.ofCpu(List.of("processor\t: 0", line)))
        .isEqualTo(
            new PrecisionChoice(Precision.BF16, "the CPU has bfloat16 dot products: " + feature));
  }

  @ParameterizedTest
  @CsvSource({
    "flags\t\t: fpu avx2 fma f16c",
    "flags\t\t: fpu avx512f avx512_vnni amx_int8 amx_tile",
    "Features\t: fp asimd asimddp sve i8mm"
  })
  void ofCpu_noDotProductsOfBfloat16_isFloat32(String line) {
    assertThat(PrecisionChoice.ofCpu(List.of(line, "vmx flags\t: vnmi avx512_bf16")))
        .isEqualTo(new PrecisionChoice(Precision.F32, "the CPU has no bfloat16 dot products"));
  }

  @Test
  void ofCpu_processorsOfTwoKinds_isFloat32() {
    assertThat(PrecisionChoice.ofCpu(List.of("Features : bf16", "Features : asimd")).precision())
        .isEqualTo(Precision.F32);
  }

  @Test
  void ofCpu_nothingKnown_isFloat32AndSaysSo() {
    assertThat(PrecisionChoice.ofCpu(List.of()))
        .isEqualTo(
            new PrecisionChoice(
                Precision.F32,
                "whether the CPU has bfloat16 dot products is not known on this system"));
  }

  @Test
  void of_askedFor_isTaken() {
    assertThat(PrecisionChoice.of(Precision.BF16))
        .isEqualTo(new PrecisionChoice(Precision.BF16, "as asked for"));
  }

  @Test
  void of_auto_isTheSameEachTime() {
    assertThat(PrecisionChoice.of(Precision.AUTO)).isEqualTo(PrecisionChoice.of(Precision.AUTO));
  }
}
