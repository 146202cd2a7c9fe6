package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.model.checkpoint.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is planned, without anything being read or written. */
final class CheckpointWriterTest {
  @TempDir Path folder;

  @Test
  void tensors_ofABlock_areNamedInTheOrderOfTheCheckpoint() {
    List<PlannedTensor> tensors = plan(MemoryCheckpoint.of(Architecture.QWEN2, folder), "F16");

    assertThat(tensors)
        .extracting(PlannedTensor::name)
        .containsExactly(
            "token_embd.weight",
            "blk.0.attn_norm.weight",
            "blk.0.ffn_down.weight",
            "blk.0.ffn_gate.weight",
            "blk.0.ffn_up.weight",
            "blk.0.ffn_norm.weight",
            "blk.0.attn_k.weight",
            "blk.0.attn_output.weight",
            "blk.0.attn_q.weight",
            "blk.0.attn_v.weight",
            "output_norm.weight");
    assertThat(tensors.get(2).shape()).containsExactly(96, 64);
    assertThat(tensors.get(1).shape()).containsExactly(64);
  }

  @ParameterizedTest
  @CsvSource({"F32, F32, 24576", "F16, F16, 12288", "BF16, BF16, 12288", "Q8_0, Q8_0, 6528"})
  void tensors_matrices_haveTheTypeAndVectorsStayF32(FileType fileType, GgmlType type, long bytes) {
    List<PlannedTensor> tensors =
        plan(
            MemoryCheckpoint.of(Architecture.QWEN2, folder)
                .vector("model.layers.0.self_attn.q_proj.bias", 64),
            fileType.name());

    assertThat(tensor(tensors, "blk.0.ffn_up.weight").type()).isEqualTo(type);
    assertThat(tensor(tensors, "blk.0.ffn_up.weight").bytes()).isEqualTo(bytes);
    assertThat(tensor(tensors, "token_embd.weight").type()).isEqualTo(type);
    for (String vector : List.of("output_norm.weight", "blk.0.attn_q.bias")) {
      assertThat(tensor(tensors, vector).type()).isEqualTo(GgmlType.F32);
      assertThat(tensor(tensors, vector).bytes()).isEqualTo(256);
    }
  }

  @Test
  void tensors_rowsThatAreNoWholeBlocks_becomeF16() {
    List<PlannedTensor> tensors =
        plan(
            MemoryCheckpoint.of(Architecture.QWEN2, folder)
                .matrix("model.layers.0.mlp.down_proj.weight", 64, 100),
            "Q8_0");

    assertThat(tensor(tensors, "blk.0.ffn_down.weight").type()).isEqualTo(GgmlType.F16);
  }

  @Test
  void tensors_ofLlama_pairRowsOfQueriesAndKeys() {
    List<PlannedTensor> tensors = plan(MemoryCheckpoint.of(Architecture.LLAMA, folder), "F32");

    // Heads of 16 rows: rows 0 and 8 make a pair, then 1 and 9; the second head starts at row 16.
    assertThat(firstElements(tensor(tensors, "blk.0.attn_q.weight"), 18))
        .containsExactly(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15, 16, 24);
    assertThat(firstElements(tensor(tensors, "blk.0.attn_k.weight"), 4))
        .containsExactly(0, 8, 1, 9);
    assertThat(firstElements(tensor(tensors, "blk.0.attn_v.weight"), 4))
        .containsExactly(0, 1, 2, 3);
    assertThat(
            firstElements(
                tensor(
                    plan(MemoryCheckpoint.of(Architecture.QWEN2, folder), "F32"),
                    "blk.0.attn_q.weight"),
                4))
        .containsExactly(0, 1, 2, 3);
  }

  private static List<PlannedTensor> plan(MemoryCheckpoint checkpoint, String type) {
    return new CheckpointWriter(checkpoint, FileType.valueOf(type), Optional.empty()).tensors();
  }

  private static PlannedTensor tensor(List<PlannedTensor> tensors, String name) {
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** The first element of each of the first rows. */
  private static float[] firstElements(PlannedTensor tensor, int rows) {
    int columns = tensor.source().columns();
    float[] read = new float[rows * columns];
    tensor.source().read(0, rows, read);
    float[] first = new float[rows];
    for (int i = 0; i < rows; i++) {
      first[i] = read[i * columns];
    }
    return first;
  }
}
