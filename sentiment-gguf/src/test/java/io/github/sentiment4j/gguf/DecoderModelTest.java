package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderModelTest {
  @TempDir Path folder;

  @Test
  void check_tinyModel_givesItsSizes() {
    DecoderModel model = check(TinyModel.builder());

    assertThat(model)
        .isEqualTo(
            new DecoderModel(
                "qwen2", 2, 64, 4, 2, 16, 128, 310, 2048, true, 94_144, 376_576, "F32"));
  }

  @ParameterizedTest
  @CsvSource({"qwen2, F16", "qwen3, BF16", "llama, F32"})
  void check_everyArchitectureAndType_isAccepted(String architecture, GgmlType type) {
    DecoderModel model =
        check(
            TinyModel.builder()
                .architecture(architecture)
                .type(type)
                .blocks(3)
                .width(96)
                .heads(6, 3)
                .feedForward(160)
                .vocabularySize(500)
                .contextLength(77)
                .tied(false));

    assertThat(model.architecture()).isEqualTo(architecture);
    assertThat(model.typeName()).isEqualTo(type.toString());
    assertThat(model.vocabularySize()).isEqualTo(500);
    assertThat(model.contextLength()).isEqualTo(77);
    assertThat(model.tiedOutput()).isFalse();
  }

  @Test
  void check_llamaWithOptionalTensors_isAccepted() {
    DecoderModel model =
        check(
            TinyModel.builder()
                .architecture("llama")
                .mutate(w -> w.putString("tokenizer.ggml.pre", "smollm"))
                .mutate(
                    w ->
                        w.tensor(
                            "rope_freqs.weight",
                            GgmlType.F32,
                            new long[] {8},
                            ByteBuffer.allocate(32))));

    assertThat(model.blocks()).isEqualTo(2);
  }

  @Test
  void check_keyLengthOfItsOwn_isAcceptedForQwen3() {
    DecoderModel model =
        check(
            TinyModel.builder()
                .architecture("qwen3")
                .mutate(w -> w.putUint32("qwen3.attention.key_length", 16))
                .mutate(w -> w.putUint32("qwen3.attention.value_length", 16)));

    assertThat(model.headSize()).isEqualTo(16);
  }

  @Test
  void check_nanInLargeTensor_isLeftToScoring() {
    assertThat(check(TinyModel.builder().nanWeights()).blocks()).isEqualTo(2);
  }

  @Test
  void check_noFileType_namesTheLargestType() {
    DecoderModel model =
        check(TinyModel.builder().type(GgmlType.BF16).mutate(w -> w.remove("general.file_type")));

    assertThat(model.typeName()).isEqualTo("BF16");
  }

  @ParameterizedTest
  @EnumSource
  void check_brokenModel_isRefusedWithReason(BrokenModel broken) {
    Path path = broken.write(folder);

    ModelFileException e =
        catchThrowableOfType(
            ModelFileException.class, () -> DecoderModel.check(GgufFile.read(path)));

    assertThat(e).hasMessageStartingWith(path + ": ").hasMessageContaining(broken.complaint());
    assertThat(e.kind()).isEqualTo(broken.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add_eos_token",
        "add_space_prefix",
        "remove_extra_whitespaces",
        "normalizer.lowercase"
      })
  void check_switchOfOtherType_isRefused(String name) {
    TinyModel model = TinyModel.builder().mutate(w -> w.putUint32("tokenizer.ggml." + name, 1));

    assertThatThrownBy(() -> check(model))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("key \"tokenizer.ggml." + name + "\": expected BOOL, found UINT32");
  }

  @Test
  void write_sameSettings_giveSameBytes() {
    Path a = TinyModel.builder().seed(3).write(folder.resolve("a.gguf"));
    Path b = TinyModel.builder().seed(3).write(folder.resolve("b.gguf"));
    Path c = TinyModel.builder().seed(4).write(folder.resolve("c.gguf"));

    assertThat(a).hasSameBinaryContentAs(b);
    assertThat(GgufFile.read(c).data(GgufFile.read(c).tensor("token_embd.weight").orElseThrow()))
        .isNotEqualTo(
            GgufFile.read(a).data(GgufFile.read(a).tensor("token_embd.weight").orElseThrow()));
  }

  private DecoderModel check(TinyModel model) {
    return DecoderModel.check(GgufFile.read(model.write(folder.resolve("tiny.gguf"))));
  }
}
