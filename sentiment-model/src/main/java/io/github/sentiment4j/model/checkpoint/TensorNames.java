package io.github.sentiment4j.model.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of weights in Hugging Face checkpoints and in GGUF files. */
public final class TensorNames {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String OUTPUT = "lm_head.weight";

  private static final Pattern BLOCK =
      Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
  private static final Pattern GGUF_BLOCK = Pattern.compile("blk\\.(\\d+)\\.(.+)\\.(weight|bias)");

  private static final Map<String, String> OUTER =
      Map.of(
          EMBEDDING,
          "token_embd.weight",
          "model.norm.weight",
          "output_norm.weight",
          OUTPUT,
          "output.weight",
          "lm_head.bias",
          "output.bias");

  private static final Map<String, String> IN_BLOCK =
      Map.ofEntries(
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"));

  private static final Map<String, String> OUTER_BACK = inverse(OUTER);
  private static final Map<String, String> IN_BLOCK_BACK = inverse(IN_BLOCK);

  private TensorNames() {}

  /** The name in GGUF of a Hugging Face name; empty if decoders have no such weight. */
  public static Optional<String> toGguf(String name) {
    return translate(name, OUTER, BLOCK, "blk.", IN_BLOCK);
  }

  /** The Hugging Face name of a name in GGUF; empty if decoders have no such weight. */
  public static Optional<String> toHuggingFace(String name) {
    return translate(name, OUTER_BACK, GGUF_BLOCK, "model.layers.", IN_BLOCK_BACK);
  }

  private static Optional<String> translate(
      String name,
      Map<String, String> outer,
      Pattern pattern,
      String prefix,
      Map<String, String> inBlock) {
    Matcher block = pattern.matcher(name);
    return block.matches()
        ? Optional.ofNullable(inBlock.get(block.group(2)))
            .map(module -> prefix + block.group(1) + "." + module + "." + block.group(3))
        : Optional.ofNullable(outer.get(name));
  }

  private static Map<String, String> inverse(Map<String, String> map) {
    Map<String, String> inverse = new HashMap<>();
    map.forEach((key, value) -> inverse.put(value, key));
    return inverse;
  }
}
