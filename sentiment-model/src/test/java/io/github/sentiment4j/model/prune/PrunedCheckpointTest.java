package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PrunedCheckpointTest {
  private static final int H = MemoryCheckpoint.HIDDEN;

  private final MemoryCheckpoint base = MemoryCheckpoint.create();

  @Test
  void firstLayers_ofAll_areTheFirstAndWhatIsInNoBlock() {
    Checkpoint pruned = PrunedCheckpoint.firstLayers(base, 2);
    assertThat(pruned.names())
        .isEqualTo(
            base.names().stream().filter(name -> !name.startsWith("model.layers.2.")).toList());
    assertThat(pruned.config()).isEqualTo(base.config().withLayers(2));
    assertSizes(pruned, 2, 12, base.config().vocabularySize());
    assertThat(pruned.weight("model.layers.2.mlp.up_proj.weight")).isEmpty();
    for (String name : pruned.names()) {
      assertThat(all(pruned, name)).as(name).isEqualTo(all(base, name));
    }
  }

  @Test
  void firstLayers_noneOrMoreThanThereAre_isRefused() {
    assertThatThrownBy(() -> PrunedCheckpoint.firstLayers(base, 0))
        .hasMessage("expected 1 to 3 layers, found 0");
    assertThatThrownBy(() -> PrunedCheckpoint.firstLayers(base, 4))
        .hasMessage("expected 1 to 3 layers, found 4");
  }

  @Test
  void tokens_some_areTheirRowsOfEmbeddingAndHead() {
    BitSet ids = base.vocabulary().byteTokens();
    ids.set(12, base.vocabulary().size() - 1);
    Vocabulary.Kept kept = base.vocabulary().keep(base.vocabulary().closure(ids));
    Checkpoint pruned = PrunedCheckpoint.tokens(base, kept);
    assertThat(pruned.vocabulary()).isSameAs(kept.vocabulary());
    assertSizes(pruned, 3, 12, kept.oldIds().length);
    for (String name : base.names()) {
      float[] wanted = all(base, name);
      if (name.equals("model.embed_tokens.weight") || name.equals("lm_head.weight")) {
        wanted = rows(wanted, H, kept.oldIds());
      }
      assertThat(all(pruned, name)).as(name).isEqualTo(wanted);
    }
  }

  @Test
  void hiddenUnits_some_areTheSameRowsOfGateAndUpAndColumnsOfDown() {
    int[][] units = {{0, 1, 5}, {2, 3, 11}, {7, 8, 9}};
    Checkpoint pruned = PrunedCheckpoint.hiddenUnits(base, units);
    assertSizes(pruned, 3, 3, base.config().vocabularySize());
    for (String name : base.names()) {
      float[] wanted = all(base, name);
      if (name.startsWith("model.layers.")) {
        int[] own = units[name.charAt("model.layers.".length()) - '0'];
        if (name.contains("gate_proj.w") || name.contains("up_proj.w")) {
          wanted = rows(wanted, H, own);
        } else if (name.contains("gate_proj.b")) {
          wanted = rows(wanted, 1, own);
        } else if (name.contains("down_proj.w")) {
          wanted = columns(wanted, own);
        }
      }
      assertThat(all(pruned, name)).as(name).isEqualTo(wanted);
    }
  }

  @Test
  void hiddenUnits_ofAPrunedCheckpoint_arePrunedToo() {
    Checkpoint pruned =
        PrunedCheckpoint.hiddenUnits(
            PrunedCheckpoint.firstLayers(base, 1), new int[][] {{1, 3, 4, 6}});
    assertSizes(pruned, 1, 4, base.config().vocabularySize());
    assertThat(all(pruned, "model.layers.0.mlp.up_proj.weight"))
        .isEqualTo(rows(all(base, "model.layers.0.mlp.up_proj.weight"), H, 1, 3, 4, 6));
    assertThat(pruned.source()).isEqualTo(base.source());
  }

  private static void assertSizes(Checkpoint checkpoint, int layers, int units, int tokens) {
    assertThat(checkpoint.config().layers()).isEqualTo(layers);
    assertThat(checkpoint.config().feedForwardSize()).isEqualTo(units);
    assertThat(checkpoint.config().vocabularySize()).isEqualTo(tokens);
    assertThat(
            List.of("block_count", "feed_forward_length", "vocab_size", "context_length").stream()
                .map(key -> checkpoint.metadata().get("llama." + key)))
        .containsExactly(
            GgufValue.uint32(layers),
            GgufValue.uint32(units),
            GgufValue.uint32(tokens),
            GgufValue.uint32(128));
    assertThat(checkpoint.metadata())
        .containsEntry("general.architecture", GgufValue.string("llama"));
  }

  private static float[] all(Checkpoint checkpoint, String name) {
    Weight weight = checkpoint.weight(name).orElseThrow();
    assertThat(weight.name()).isEqualTo(name);
    return FloatWeight.all(weight);
  }

  private static float[] rows(float[] matrix, int columns, int... rows) {
    return pick(rows.length * columns, i -> rows[i / columns] * columns + i % columns, matrix);
  }

  private static float[] columns(float[] matrix, int... columns) {
    int width = MemoryCheckpoint.FEED_FORWARD;
    return pick(
        H * columns.length, i -> i / columns.length * width + columns[i % columns.length], matrix);
  }

  private static float[] pick(int count, IntUnaryOperator from, float[] values) {
    float[] picked = new float[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[from.applyAsInt(i)];
    }
    return picked;
  }
}
