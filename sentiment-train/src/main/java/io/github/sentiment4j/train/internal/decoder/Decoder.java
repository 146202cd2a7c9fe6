package io.github.sentiment4j.train.internal.decoder;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.RopeScaling;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of the Qwen2, Qwen3 or Llama family with an adapter: RMSNorm (Zhang and Sennrich 2019,
 * arXiv 1910.07467), rotary positions (Su et al. 2021, arXiv 2104.09864), grouped-query attention
 * (Ainslie et al. 2023, arXiv 2305.13245), SwiGLU (Shazeer 2020, arXiv 2002.05202). The base is
 * frozen. Not thread-safe; {@link #close} frees the memory of the base.
 */
public final class Decoder implements AutoCloseable {
  private final DecoderConfig config;
  private final ScalarType type;
  private final Adapter adapter;
  private final Tensor embedding; // (V, D)
  private final Tensor norm; // (D)
  private final Tensor head; // (V, D)
  private final List<Block> blocks = new ArrayList<>();
  private final List<Tensor> weights = new ArrayList<>();

  /** The modules of one block; only Qwen3 has norms of q and k. */
  private record Block(
      Tensor attentionNorm,
      Linear q,
      Linear k,
      Linear v,
      Linear o,
      @Nullable Tensor qNorm,
      @Nullable Tensor kNorm,
      Tensor feedForwardNorm,
      Linear gate,
      Linear up,
      Linear down) {}

  /**
   * Reads all weights.
   *
   * @param type of the base in memory: Float or BFloat16
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if rotary positions are scaled
   */
  public Decoder(Checkpoint base, Adapter adapter, ScalarType type) {
    requirePlainPositions(base);
    this.config = base.config();
    this.adapter = adapter;
    this.type = type;
    Loader load = new Loader(base);
    this.embedding = load.tensor("model.embed_tokens.weight");
    for (int layer = 0; layer < config.layers(); layer++) {
      String block = "model.layers." + layer + ".";
      blocks.add(
          new Block(
              load.tensor(block + "input_layernorm.weight"),
              load.linear(block + "self_attn.q_proj"),
              load.linear(block + "self_attn.k_proj"),
              load.linear(block + "self_attn.v_proj"),
              load.linear(block + "self_attn.o_proj"),
              load.optional(block + "self_attn.q_norm.weight"),
              load.optional(block + "self_attn.k_norm.weight"),
              load.tensor(block + "post_attention_layernorm.weight"),
              load.linear(block + "mlp.gate_proj"),
              load.linear(block + "mlp.up_proj"),
              load.linear(block + "mlp.down_proj")));
    }
    this.norm = load.tensor("model.norm.weight");
    this.head = config.tiedOutput() ? embedding : load.tensor("lm_head.weight");
  }

  /**
   * Checks that a base computes positions as this class does.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if they are scaled
   */
  public static void requirePlainPositions(Checkpoint base) {
    RopeScaling scaling = RopeScaling.of(base);
    if (!scaling.isNone()) {
      throw ModelFileException.unsupported(
          base.source(),
          "rope_parameters of config.json or rope.scaling.* of a GGUF file",
          "rotary positions without scaling",
          scaling + "; take them away where no text needs them, or fine-tune another base");
    }
  }

  private final class Loader {
    private final Checkpoint base;

    Loader(Checkpoint base) {
      this.base = base;
    }

    Tensor tensor(String name) {
      Tensor tensor = Torch.weight(base.weight(name).orElseThrow(), type);
      weights.add(tensor);
      return tensor;
    }

    @Nullable Tensor optional(String name) {
      return base.weight(name).isPresent() ? tensor(name) : null;
    }

    Linear linear(String module) {
      return new Linear(tensor(module + ".weight"), optional(module + ".bias"), adapter.of(module));
    }
  }

  public Adapter adapter() {
    return adapter;
  }

  public DecoderConfig config() {
    return config;
  }

  /**
   * Returns the logits of some positions.
   *
   * @param tokens (B, T), filled up at the right with any token: nothing looks to its right
   * @param rows (M) positions b · T + t whose logits are wanted; only they go through the head
   * @param dropout what the adapters' inputs lose
   * @return (M, V), single precision
   */
  public Tensor logits(Tensor tokens, Tensor rows, Dropout dropout) {
    long positions = tokens.size(1);
    Tensor x = torch.embedding(embedding, tokens); // (B, T, D)
    Rotation rotation = rotation(positions);
    for (Block block : blocks) {
      x = attentionLayer(block, x, rotation, dropout);
      x = feedForwardLayer(block, x, dropout);
    }
    Tensor wanted = x.reshape(-1, config.hiddenSize()).index_select(0, rows); // (M, D)
    return torch.linear(rmsNorm(wanted, norm), head).to(ScalarType.Float); // (M, V)
  }

  private Tensor attentionLayer(Block block, Tensor x, Rotation rotation, Dropout dropout) {
    return Torch.scopedTensor(
        () -> x.add(attention(block, rmsNorm(x, block.attentionNorm()), rotation, dropout)));
  }

  private Tensor feedForwardLayer(Block block, Tensor x, Dropout dropout) {
    return Torch.scopedTensor(
        () -> x.add(feedForward(block, rmsNorm(x, block.feedForwardNorm()), dropout)));
  }

  /** x / sqrt(mean(x²) + epsilon) · weight, over the last dimension, in single precision. */
  private Tensor rmsNorm(Tensor x, Tensor weight) {
    Tensor wide = x.to(ScalarType.Float);
    Tensor mean = wide.square().mean(new long[] {-1}, true, null);
    Tensor scale = torch.rsqrt(mean.add(Torch.scalar(config.normEpsilon())));
    return wide.mul(scale).to(type).mul(weight);
  }

  /** cos and sin of t · theta^(-2i/S), each frequency for both halves of a head: (T, S). */
  private record Rotation(Tensor cos, Tensor sin) {}

  private Rotation rotation(long positions) {
    int half = config.headSize() / 2;
    float[] angles = new float[Math.toIntExact(positions) * half * 2];
    for (int t = 0; t < positions; t++) {
      for (int i = 0; i < half; i++) {
        float frequency = (float) (1 / Math.pow(config.ropeTheta(), 2.0 * i / config.headSize()));
        int at = t * 2 * half + i;
        angles[at] = t * frequency;
        angles[at + half] = angles[at];
      }
    }
    Tensor table = Torch.floats(angles, positions, 2L * half);
    return new Rotation(table.cos().to(type), table.sin().to(type));
  }

  /** (a, b) to (a cos - b sin, b cos + a sin), a and b the halves of a head. */
  private Tensor rotate(Tensor x, Rotation rotation) {
    long half = config.headSize() / 2;
    Tensor turned =
        torch.cat(new TensorVector(x.narrow(-1, half, half).neg(), x.narrow(-1, 0, half)), -1);
    return x.mul(rotation.cos()).add(turned.mul(rotation.sin()));
  }

  private Tensor attention(Block block, Tensor x, Rotation rotation, Dropout dropout) {
    Tensor q = heads(block.q().forward(x, dropout), config.heads(), block.qNorm()); // (B, H, T, S)
    Tensor k = heads(block.k().forward(x, dropout), config.kvHeads(), block.kNorm());
    Tensor v = heads(block.v().forward(x, dropout), config.kvHeads(), null); // (B, K, T, S)
    q = rotate(q, rotation);
    k = forAllHeads(rotate(k, rotation)); // (B, H, T, S)
    v = forAllHeads(v);
    Tensor mixed = type == ScalarType.Float ? fused(q, k, v) : stepwise(q, k, v); // (B, H, T, S)
    Tensor joined = mixed.transpose(1, 2).reshape(x.size(0), x.size(1), -1); // (B, T, H S)
    return block.o().forward(joined, dropout);
  }

  /** (B, T, heads S) to (B, heads, T, S). */
  private Tensor heads(Tensor x, long heads, @Nullable Tensor headNorm) {
    Tensor split = x.reshape(x.size(0), x.size(1), heads, config.headSize());
    return (headNorm == null ? split : rmsNorm(split, headNorm)).transpose(1, 2);
  }

  /** (B, K, T, S) to (B, H, T, S): H / K query heads share a key-value head. */
  private Tensor forAllHeads(Tensor x) {
    long group = config.heads() / config.kvHeads();
    return group == 1
        ? x
        : x.unsqueeze(2)
            .expand(x.size(0), x.size(1), group, x.size(2), x.size(3))
            .reshape(x.size(0), config.heads(), x.size(2), x.size(3));
  }

  private static Tensor fused(Tensor q, Tensor k, Tensor v) {
    return torch.scaled_dot_product_attention(
        q, k, v, new TensorOptional(), 0, true, new DoubleOptional(), false);
  }

  /**
   * Computes attention in three products, in bfloat16 on CPUs many times as fast as the fused one.
   */
  private Tensor stepwise(Tensor q, Tensor k, Tensor v) {
    long positions = q.size(2);
    Tensor mask =
        torch
            .full(
                new long[] {positions, positions},
                Torch.scalar(Double.NEGATIVE_INFINITY),
                new TensorOptions(ScalarType.Float))
            .triu(1);
    Tensor scores =
        torch
            .matmul(q, k.transpose(2, 3))
            .to(ScalarType.Float)
            .mul(Torch.scalar(1 / Math.sqrt(config.headSize())))
            .add(mask); // (B, H, T, T)
    return torch.matmul(torch.softmax(scores, -1).to(type), v);
  }

  private static Tensor feedForward(Block block, Tensor x, Dropout dropout) {
    Tensor gate = torch.silu(block.gate().forward(x, dropout)); // (B, T, F)
    return block.down().forward(gate.mul(block.up().forward(x, dropout)), dropout);
  }

  @Override
  public void close() {
    weights.forEach(Tensor::close);
  }
}
