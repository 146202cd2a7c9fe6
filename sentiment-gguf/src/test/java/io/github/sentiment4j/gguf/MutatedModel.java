package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Writes damaged variants of {@link TinyModel}, for fuzz tests: bytes of the header, values and
 * types of every key that llama.cpp reads, the vocabulary, the tensor table and the weights. The
 * same seed gives the same file.
 */
public final class MutatedModel {
  /** What {@code LLM_KV_NAMES} of llama.cpp has behind the architecture. */
  private static final List<String> ARCHITECTURE_KEYS =
      words(
          """
          vocab_size context_length embedding_length embedding_length_out
          embedding_length_per_layer_input features_length block_count leading_dense_block_count
          attn_res.block_size activation.situ_beta activation.situ_linear_beta feed_forward_length
          expert_feed_forward_length expert_shared_feed_forward_length
          expert_chunk_feed_forward_length swiglu_clamp_exp swiglu_clamp_shexp use_parallel_residual
          tensor_data_layout expert_count expert_used_count expert_shared_count expert_group_count
          expert_group_used_count expert_weights_scale expert_weights_norm expert_latent_length
          expert_gating_func expert_group_scale experts_per_group moe_every_n_layers moe_latent_size
          nextn_predict_layers n_deepstack_layers deepstack_mapping hidden_activation pooling_type
          logit_scale decoder_start_token_id decoder_block_count attn_logit_softcapping
          router_logit_softcapping final_logit_softcapping swin_norm rescale_every_n_layers
          residual_scale embedding_scale interleave_moe_layer_step full_attention_interval num_loops
          skip_loop_final_norm attention.head_count attention.head_count_kv attention.max_alibi_bias
          attention.clamp_kqv attention.key_length attention.value_length attention.layer_norm_epsilon
          attention.layer_norm_rms_epsilon attention.group_norm_epsilon attention.group_norm_groups
          attention.causal attention.q_lora_rank attention.kv_lora_rank attention.decay_lora_rank
          attention.iclr_lora_rank attention.value_residual_mix_lora_rank attention.gate_lora_rank
          attention.relative_buckets_count attention.sliding_window attention.sliding_window_pattern
          attention.rope_pattern attention.scale attention.output_scale attention.value_scale
          attention.temperature_length attention.temperature_scale attention.key_length_mla
          attention.value_length_mla attention.key_length_swa attention.value_length_swa
          attention.key_length_mla_swa attention.value_length_mla_swa attention.kv_lora_rank_swa
          attention.indexer.head_count attention.indexer.key_length attention.indexer.top_k
          attention.indexer.block_size attention.indexer.local_blocks attention.indexer.types
          attention.output_group_count attention.output_lora_rank attention.compress_rope_freq_base
          attention.compress_ratios attention.shared_kv_layers attention.recurrent_layers
          hash_layer_count rope.dimension_count rope.dimension_count_swa rope.dimension_sections
          rope.freq_base rope.freq_base_swa rope.scale_linear rope.scaling.type rope.scaling.factor
          rope.scaling.alpha rope.scaling.attn_factor rope.scaling.original_context_length
          rope.scaling.finetuned rope.scaling.yarn_log_multiplier rope.scaling.yarn_ext_factor
          rope.scaling.yarn_attn_factor rope.scaling.yarn_beta_fast rope.scaling.yarn_beta_slow
          classifier.output_labels target_layers target_hidden_size norm_before_residual
          norm_before_fc block_size shortconv.l_cache
          """);

  private static final List<String> OTHER_KEYS =
      words(
          """
          general.type general.architecture general.quantization_version
          general.file_type general.name general.author general.version general.url
          general.description general.license split.no split.count split.tensors.count
          tokenizer.ggml.model tokenizer.ggml.pre tokenizer.ggml.tokens tokenizer.ggml.token_type
          tokenizer.ggml.token_type_count tokenizer.ggml.scores tokenizer.ggml.merges
          tokenizer.ggml.bos_token_id tokenizer.ggml.eos_token_id tokenizer.ggml.eot_token_id
          tokenizer.ggml.eom_token_id tokenizer.ggml.unknown_token_id
          tokenizer.ggml.seperator_token_id tokenizer.ggml.padding_token_id
          tokenizer.ggml.cls_token_id tokenizer.ggml.mask_token_id tokenizer.ggml.add_bos_token
          tokenizer.ggml.add_eos_token tokenizer.ggml.add_sep_token tokenizer.ggml.add_space_prefix
          tokenizer.ggml.remove_extra_whitespaces tokenizer.ggml.precompiled_charsmap
          tokenizer.huggingface.json tokenizer.rwkv.world tokenizer.chat_template
          tokenizer.ggml.normalizer.lowercase tokenizer.ggml.normalizer.strip_accents
          tokenizer.ggml.fim_pre_token_id tokenizer.ggml.fim_suf_token_id
          tokenizer.ggml.fim_mid_token_id tokenizer.ggml.fim_pad_token_id
          tokenizer.ggml.fim_rep_token_id tokenizer.ggml.fim_sep_token_id
          tokenizer.ggml.suppress_tokens tokenizer.ggml.prefix_token_id tokenizer.ggml.suffix_token_id
          tokenizer.ggml.middle_token_id
          """);

  private static final List<String> OPTIONAL_VECTORS =
      List.of(
          "output.bias",
          "rope_freqs.weight",
          "token_embd_norm.weight",
          "output_norm.bias",
          "cls.weight",
          "blk.0.attn_q.bias",
          "blk.0.attn_q_norm.weight",
          "blk.1.attn_output.bias",
          "blk.1.ffn_gate.bias",
          "blk.0.ffn_up.bias",
          "blk.0.ffn_down.bias",
          "blk.0.attn_q.scale",
          "blk.1.ffn_down.scale",
          "blk.0.attn_norm.bias",
          "blk.0.attn_sinks.weight",
          "blk.0.layer_output_scale.weight");

  private static final long[] INTEGERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    12,
    15,
    16,
    17,
    31,
    32,
    33,
    63,
    64,
    65,
    99,
    127,
    128,
    129,
    255,
    256,
    300,
    320,
    512,
    513,
    1000,
    2048,
    4096,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL,
    -1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] FLOATS = {
    0,
    -0f,
    1,
    -1,
    .5f,
    2,
    10,
    0x1p-20f,
    0x1p-100f,
    Float.MIN_VALUE,
    1_000_000,
    0x1p100f,
    Float.MAX_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "none",
          "linear",
          "yarn",
          "longrope",
          "gpt2",
          "llama",
          "qwen2",
          "qwen3",
          "bert",
          "t5",
          "no_vocab",
          "llama-bpe",
          "smollm",
          "gpt-2",
          "deepseek-r1-qwen",
          "qwen35",
          "default",
          "model",
          "adapter",
          "{text}",
          "a {text} b",
          "\0",
          "\uFFFD",
          "情绪",
          "x".repeat(70_000));

  private static final long[] LENGTHS = {1, 2, 8, 16, 31, 32, 33, 64, 65, 128, 256, 300, 512};

  private final SplittableRandom random;
  private final String architecture;

  private MutatedModel(long seed) {
    random = new SplittableRandom(seed);
    architecture = pick(List.of("qwen2", "qwen2", "qwen3", "llama"));
  }

  /** Writes the variant of a seed over a path and returns the path. */
  public static Path write(Path path, long seed) throws IOException {
    MutatedModel model = new MutatedModel(seed);
    model.write(path);
    return path;
  }

  private void write(Path path) throws IOException {
    TinyModel tiny =
        TinyModel.builder().architecture(architecture).blocks(random.nextInt(1, 3)).seed(1);
    int changes = random.nextInt(1, 4);
    boolean bytes = random.nextInt(4) == 0;
    for (int i = 0; i < changes && !bytes; i++) {
      tiny.mutate(this::change);
    }
    tiny.write(path);
    if (bytes) {
      damageBytes(path, changes);
    }
  }

  private void change(GgufWriter writer) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> writer.put(architecture + "." + pick(ARCHITECTURE_KEYS), value());
      case 3 -> writer.put(pick(OTHER_KEYS), valueFor());
      case 4 -> writer.remove(pick(random.nextBoolean() ? OTHER_KEYS : architectureKeys()));
      case 5 -> changeTokens(writer);
      case 6 -> changeTypesAndMerges(writer);
      case 7 -> changeTensor(writer);
      case 8 -> addVector(writer);
      default -> quantize(writer);
    }
  }

  private List<String> architectureKeys() {
    return ARCHITECTURE_KEYS.stream().map(key -> architecture + "." + key).toList();
  }

  /** A value of any type, most often one of the types that llama.cpp asks for. */
  private GgufValue value() {
    return switch (random.nextInt(9)) {
      case 0, 1, 2, 3 -> GgufValue.scalar(GgufType.UINT32, integer() & 0xFFFF_FFFFL);
      case 4, 5 -> GgufValue.float32(FLOATS[random.nextInt(FLOATS.length)]);
      case 6 -> GgufValue.bool(random.nextBoolean());
      case 7 -> GgufValue.string(pick(STRINGS));
      default -> valueFor();
    };
  }

  private GgufValue valueFor() {
    return switch (random.nextInt(8)) {
      case 0 -> GgufValue.scalar(GgufType.INT32, integer());
      case 1 -> GgufValue.scalar(GgufType.UINT64, integer());
      case 2 -> GgufValue.scalar(GgufType.UINT8, integer() & 0xFF);
      case 3 -> GgufValue.int32s((int) integer(), (int) integer(), (int) integer());
      case 4 -> GgufValue.float32s(FLOATS[random.nextInt(FLOATS.length)], 1);
      case 5 -> GgufValue.strings(List.of(pick(STRINGS), pick(STRINGS)));
      case 6 -> GgufValue.bool(random.nextBoolean());
      default -> GgufValue.scalar(GgufType.UINT32, integer() & 0xFFFF_FFFFL);
    };
  }

  private void changeTokens(GgufWriter writer) {
    List<String> tokens = new ArrayList<>(new TinyVocabulary(0).tokens());
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(5)) {
      case 0 -> tokens.set(at, pick(STRINGS));
      case 1 -> tokens.set(at, "<" + at + ">");
      case 2 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
      case 3 -> Collections.reverse(tokens);
      default -> tokens.add("new");
    }
    writer.putStrings("tokenizer.ggml.tokens", tokens);
  }

  private void changeTypesAndMerges(GgufWriter writer) {
    int tokens = new TinyVocabulary(0).size();
    switch (random.nextInt(4)) {
      case 0 -> writer.putStrings("tokenizer.ggml.merges", List.of());
      case 1 -> writer.putStrings("tokenizer.ggml.merges", List.of("i n", "in g", "i n"));
      case 2 -> {
        int[] types = new int[tokens];
        Arrays.fill(types, random.nextInt(0, 8));
        writer.put("tokenizer.ggml.token_type", GgufValue.int32s(types));
      }
      default -> {
        int[] types = random.ints(tokens, 1, 6).toArray();
        writer.put("tokenizer.ggml.token_type", GgufValue.int32s(types));
      }
    }
  }

  private void changeTensor(GgufWriter writer) {
    String name =
        pick(
            List.of(
                "token_embd.weight",
                "output.weight",
                "output_norm.weight",
                "blk.0.attn_q.weight",
                "blk.0.attn_k.weight",
                "blk.1.attn_norm.weight",
                "blk.0.ffn_down.weight",
                "blk.0.ffn_gate.weight",
                "blk.0.attn_k.bias",
                "blk.0.ffn_norm.weight"));
    if (random.nextInt(4) == 0) {
      writer.removeTensor(name);
    } else {
      long[] shape =
          random.ints(random.nextInt(1, 5), 0, LENGTHS.length).mapToLong(i -> LENGTHS[i]).toArray();
      if (Arrays.stream(shape).reduce(1, (x, y) -> x * y) <= 1 << 20) {
        tensor(writer, name, pick(List.of(GgmlType.values())), shape);
      }
    }
  }

  private void addVector(GgufWriter writer) {
    long length = LENGTHS[random.nextInt(LENGTHS.length)];
    tensor(writer, pick(OPTIONAL_VECTORS), GgmlType.F32, length);
  }

  /** A tensor of the right shape in another type, with random blocks: scales may be NaN. */
  private void quantize(GgufWriter writer) {
    GgmlType type = pick(List.of(GgmlType.values()));
    long tokens = new TinyVocabulary(0).size();
    switch (random.nextInt(4)) {
      case 0 -> tensor(writer, "token_embd.weight", type, 64, tokens);
      case 1 -> tensor(writer, "output.weight", type, 64, tokens);
      case 2 -> tensor(writer, "blk.0.ffn_up.weight", type, 64, 128);
      default -> tensor(writer, "blk.0.ffn_down.weight", type, 128, 64);
    }
  }

  private void tensor(GgufWriter writer, String name, GgmlType type, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, (x, y) -> x * y);
    if (shape[0] % type.blockElements() == 0) {
      byte[] data = new byte[(int) type.bytes(elements)];
      random.nextBytes(data);
      writer.tensor(name, type, shape, ByteBuffer.wrap(data));
    }
  }

  private void damageBytes(Path path, int count) throws IOException {
    int header = (int) GgufFile.read(path).dataOffset();
    byte[] bytes = Files.readAllBytes(path);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(random.nextBoolean() ? 1200 : header);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = 0;
        default -> bytes[at + random.nextInt(8)] += (byte) random.nextInt(-2, 3);
      }
    }
    Files.write(path, bytes);
  }

  private long integer() {
    return INTEGERS[random.nextInt(INTEGERS.length)];
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).toList();
  }
}
