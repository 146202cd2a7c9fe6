package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufCheckpointTest {
  @TempDir Path folder;

  @Test
  void read_everyArchitecture_hasTheNamesOfHuggingFace() {
    for (Architecture architecture : Architecture.values()) {
      Path file =
          TinyModel.builder()
              .architecture(architecture.gguf())
              .tied(false)
              .write(folder.resolve(architecture + ".gguf"));

      GgufCheckpoint checkpoint = GgufCheckpoint.read(file);

      assertThat(checkpoint.config().architecture()).isEqualTo(architecture);
      assertThat(checkpoint.config().vocabularySize()).isEqualTo(checkpoint.vocabulary().size());
      assertThat(checkpoint.names())
          .contains("model.embed_tokens.weight", "lm_head.weight", "model.norm.weight")
          .contains("model.layers.1.self_attn.k_proj.weight", "model.layers.0.mlp.down_proj.weight")
          .hasSize(checkpoint.model().file().tensors().size());
      assertThat(checkpoint.metadata())
          .containsKey("general.architecture")
          .noneSatisfy((key, value) -> assertThat(key).startsWith("tokenizer."));
    }
  }

  @Test
  void weight_keysOfLlama_areUnpermutedAndBack() {
    Path file =
        TinyModel.builder().architecture("llama").heads(4, 2).write(folder.resolve("l.gguf"));
    GgufCheckpoint checkpoint = GgufCheckpoint.read(file);
    Weight weight = checkpoint.weight("model.layers.0.self_attn.k_proj.weight").orElseThrow();
    float[] stored = new float[weight.rows() * weight.columns()];
    checkpoint
        .model()
        .file()
        .data(checkpoint.model().file().tensor("blk.0.attn_k.weight").orElseThrow())
        .asFloatBuffer()
        .get(stored);

    // Heads of 16 rows: row 1 of Hugging Face is row 2 of the file, row 8 is row 1.
    assertThat(row(weight, 1)).isEqualTo(row(stored, 2, weight.columns()));
    assertThat(row(weight, 8)).isEqualTo(row(stored, 1, weight.columns()));
    assertThat(row(weight, 16 + 9)).isEqualTo(row(stored, 16 + 3, weight.columns()));
    Weight back = RotaryRows.interleaved(weight, 2);
    for (int row = 0; row < weight.rows(); row++) {
      assertThat(row(back, row)).isEqualTo(row(stored, row, weight.columns()));
    }
  }

  @Test
  void tied_separateOutput_becomesTheEmbedding() {
    Path file = TinyModel.builder().tied(false).write(folder.resolve("untied.gguf"));
    Checkpoint untied = GgufCheckpoint.read(file);

    Checkpoint tied = TiedCheckpoint.of(untied);

    assertThat(tied.config().tiedOutput()).isTrue();
    assertThat(tied.names()).doesNotContain("lm_head.weight");
    assertThat(tied.weight("lm_head.weight")).isEmpty();
    Weight embedding = tied.weight("model.embed_tokens.weight").orElseThrow();
    assertThat(embedding.name()).isEqualTo("model.embed_tokens.weight");
    assertThat(row(embedding, 3))
        .isEqualTo(row(untied.weight("lm_head.weight").orElseThrow(), 3))
        .isNotEqualTo(row(untied.weight("model.embed_tokens.weight").orElseThrow(), 3));
    assertThat(TiedCheckpoint.of(tied)).isSameAs(tied);
  }

  @Test
  void tensorNames_ofOtherModels_areNone() {
    for (String name :
        List.of("model.layers.0.mlp.experts.gate_proj.weight", "visual.patch_embed.weight", "")) {
      assertThat(TensorNames.toGguf(name)).isEmpty();
    }
    assertThat(TensorNames.toHuggingFace("blk.0.ffn_gate_inp.weight")).isEmpty();
    assertThat(TensorNames.toHuggingFace("rope_freqs.weight")).isEmpty();
  }

  private static float[] row(Weight weight, int row) {
    float[] values = new float[weight.columns()];
    weight.read(row, 1, values);
    return values;
  }

  private static float[] row(float[] values, int row, int columns) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }
}
