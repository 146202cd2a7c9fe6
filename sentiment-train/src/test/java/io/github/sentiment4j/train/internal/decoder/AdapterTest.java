package io.github.sentiment4j.train.internal.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdapterTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/finetune");

  @Test
  void parameterCount_rank8OnTheShapeOfQwen05B_is540672() {
    assertThat(Adapter.parameterCount(new Qwen05B(), LoraSpec.DEFAULT)).isEqualTo(540_672);
  }

  @Test
  void read_adapterOfAnotherBase_isRefused() {
    Checkpoint base =
        HuggingFaceCheckpoint.read(
            Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/llama-tied"));
    LoraSpec spec = new LoraSpec(2, 4, 0, LoraSpec.LINEAR);

    assertThatThrownBy(() -> Adapter.read(GOLDENS.resolve("qwen3-tied/start"), base, spec))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("this adapter belongs to another base, rank or targets");
  }

  @Test
  void read_otherTargets_areRefused() {
    Checkpoint base =
        HuggingFaceCheckpoint.read(
            Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied"));
    LoraSpec spec = new LoraSpec(2, 4, 0, List.of("q_proj", "v_proj"));

    assertThatThrownBy(() -> Adapter.read(GOLDENS.resolve("qwen2-tied/start"), base, spec))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("this adapter has other targets or another base");
  }

  /** The shapes of q and v in Qwen2.5-0.5B: 24 blocks, 896 wide, 14 heads, 2 key-value heads. */
  private static final class Qwen05B implements Checkpoint {
    @Override
    public Path source() {
      return Path.of("Qwen2.5-0.5B");
    }

    @Override
    public DecoderConfig config() {
      return new DecoderConfig(
          Architecture.QWEN2, 24, 896, 14, 2, 64, 4864, 151_936, 32_768, 1e-6f, 1e6f, true);
    }

    @Override
    public Vocabulary vocabulary() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, GgufValue> metadata() {
      return Map.of();
    }

    @Override
    public List<String> names() {
      List<String> names = new ArrayList<>();
      for (int layer = 0; layer < config().layers(); layer++) {
        names.add("model.layers." + layer + ".self_attn.q_proj.weight");
        names.add("model.layers." + layer + ".self_attn.k_proj.weight");
        names.add("model.layers." + layer + ".self_attn.v_proj.weight");
      }
      return names;
    }

    @Override
    public Optional<Weight> weight(String name) {
      return Optional.of(new Shape(name, name.contains("q_proj") ? 896 : 128, 896));
    }
  }

  private record Shape(String name, int rows, int columns) implements Weight {
    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public String storedAs() {
      return "BF16";
    }

    @Override
    public void read(int firstRow, int count, float[] target) {
      throw new UnsupportedOperationException();
    }
  }
}
