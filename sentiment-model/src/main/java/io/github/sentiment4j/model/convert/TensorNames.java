package io.github.sentiment4j.model.convert;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of weights in Hugging Face checkpoints and in GGUF. */
final class TensorNames {
  private static final Pattern BLOCK = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(\\w+)");

  private static final Map<String, String> OUTER =
      Map.of(
          "model.embed_tokens.weight", "token_embd.weight",
          "model.norm.weight", "output_norm.weight",
          "lm_head.weight", "output.weight");

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

  private TensorNames() {}

  static String toGguf(String name) {
    Matcher block = BLOCK.matcher(name);
    return block.matches()
        ? "blk." + block.group(1) + "." + IN_BLOCK.get(block.group(2)) + "." + block.group(3)
        : OUTER.get(name);
  }
}
