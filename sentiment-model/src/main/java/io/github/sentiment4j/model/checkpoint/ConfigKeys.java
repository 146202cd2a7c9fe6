package io.github.sentiment4j.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The treatment of each key of a {@code config.json} that transformers 5.24 reads for these
 * architectures. A key is read here too ({@link ConfigJson}), has no effect on the probabilities of
 * a label, or has no effect at some values and is refused at all others. transformers does not read
 * keys outside these lists; they are reported.
 */
final class ConfigKeys {
  /**
   * The keys that {@link ConfigJson}, {@link RopeJson}, the tokenizer or the names of the model
   * read.
   */
  private static final Set<String> READ =
      Set.of(
          """
          _name_or_path architectures bos_token_id eos_token_id head_dim hidden_act
          hidden_size intermediate_size max_position_embeddings model_type num_attention_heads
          num_hidden_layers num_key_value_heads original_max_position_embeddings pad_token_id
          partial_rotary_factor rms_norm_eps rope_parameters rope_scaling rope_theta
          tie_word_embeddings transformers_weights vocab_size
          """
              .split("\\s+"));

  /**
   * The keys that some classes read too, if only for their cache, as Llama's class reads windows.
   */
  private static final Map<Architecture, Set<String>> READ_BY_SOME =
      Map.of(
          Architecture.QWEN2,
          SlidingWindow.KEYS,
          Architecture.QWEN3,
          plus(SlidingWindow.KEYS, "attention_bias"),
          Architecture.LLAMA,
          Set.of("attention_bias", "layer_types", "mlp_bias", "pretraining_tp", "sliding_window"));

  /**
   * The keys about training, precision, other heads than the language model's, and the place and
   * speed of the computation.
   */
  private static final Set<String> NO_EFFECT =
      Set.of(
          """
          _attn_implementation_internal _commit_hash _experts_implementation
          _experts_implementation_internal _output_attentions attention_chunk_size
          attention_dropout base_model_ep_plan base_model_fsdp_plan base_model_pp_plan
          base_model_tp_plan chunk_size_feed_forward distributed_config dtype embed_dim
          experts_implementation gradient_checkpointing id2label initializer_range
          is_encoder_decoder label2id mlp_layer_types mtp_layer_types name_or_path num_heads
          num_labels output_attentions output_hidden_states problem_type return_dict
          tie_last_hidden_states torch_dtype transformers_version use_cache
          vision_aspect_ratio vision_feature_layer vision_feature_select_strategy
          """
              .split("\\s+"));

  /** The keys about generating text, which do not change the score of a label. */
  private static final Set<String> GENERATION =
      Set.of(
          """
          assistant_confidence_threshold assistant_lookbehind bad_words_ids
          begin_suppress_tokens diversity_penalty do_sample early_stopping
          encoder_no_repeat_ngram_size encoder_repetition_penalty epsilon_cutoff eta_cutoff
          exponential_decay_length_penalty forced_bos_token_id forced_eos_token_id
          length_penalty max_length min_length no_repeat_ngram_size num_assistant_tokens
          num_assistant_tokens_schedule num_beam_groups num_beams num_return_sequences
          output_scores remove_invalid_values repetition_penalty return_dict_in_generate
          suppress_tokens target_lookbehind temperature top_k top_p typical_p
          """
              .split("\\s+"));

  private static final Limit WHOLE_DECODER =
      new Limit(ConfigKeys::isNothing, "the keys of a decoder at the top of the file");

  private static final Limit ONE_KIND_OF_LAYER =
      new Limit(ConfigKeys::isNothing, "layers of one kind");

  /** The parts of the class itself, which files of transformers do not contain. */
  private static final Limit PART_OF_THE_CLASS =
      new Limit(
          ConfigKeys::isNothing,
          "no such key, because it overwrites a part of transformers' class");

  private static final Set<String> SAME_ATTENTION =
      Set.of("eager", "sdpa", "flash_attention_2", "flash_attention_3", "flex_attention");

  private static final Limit ATTENTION =
      new Limit(
          node -> node.isNull() || SAME_ATTENTION.contains(node.asText()),
          "eager, sdpa, flash_attention_2, flash_attention_3 or flex_attention, which compute the"
              + " same");

  /** The keys that have no effect only at some values, with those values. */
  private static final Map<String, Limit> LIMITS =
      Map.ofEntries(
          Map.entry(
              "quantization_config",
              new Limit(
                  JsonNode::isNull,
                  "weights in F32, F16 or BF16",
                  node ->
                      "a quantised checkpoint, "
                          + JsonFile.describe(node)
                          + "; take the one that it was made from")),
          Map.entry("is_causal", new Limit(JsonNode::booleanValue, "true (a decoder)")),
          Map.entry("attn_implementation", ATTENTION),
          Map.entry("_attn_implementation", ATTENTION),
          Map.entry("per_layer_config", ONE_KIND_OF_LAYER),
          Map.entry("kv_sharing_modes", ONE_KIND_OF_LAYER),
          Map.entry("fusion_config", new Limit(ConfigKeys::isNothing, "no fused modules")),
          Map.entry(
              "configuration_files",
              new Limit(ConfigKeys::isNothing, "one config.json for all versions")),
          Map.entry("text_config", WHOLE_DECODER),
          Map.entry("text_encoder", WHOLE_DECODER),
          Map.entry("decoder", WHOLE_DECODER),
          Map.entry("generator", WHOLE_DECODER),
          Map.entry("attribute_map", PART_OF_THE_CLASS),
          Map.entry("default_rope_type", PART_OF_THE_CLASS),
          Map.entry("default_theta", PART_OF_THE_CLASS),
          Map.entry("ignore_keys_at_rope_validation", PART_OF_THE_CLASS),
          Map.entry("is_heterogeneous", PART_OF_THE_CLASS),
          Map.entry("sub_configs", PART_OF_THE_CLASS),
          Map.entry("sub_configs_defaults", PART_OF_THE_CLASS),
          Map.entry("_heterogeneity_spec", PART_OF_THE_CLASS),
          Map.entry("_post_init_done", PART_OF_THE_CLASS),
          Map.entry("_rope_type_labels", PART_OF_THE_CLASS));

  /** The key of custom code, which transformers runs only if the user trusts it. */
  private static final String OWN_CODE = "auto_map";

  /**
   * A key with values that change nothing.
   *
   * @param harmless whether a value does
   * @param expected those values, for messages
   * @param found describes another value in messages
   */
  private record Limit(
      Predicate<JsonNode> harmless, String expected, Function<JsonNode, String> found) {
    Limit(Predicate<JsonNode> harmless, String expected) {
      this(harmless, expected, JsonFile::describe);
    }
  }

  private final JsonFile json;
  private final Architecture architecture;

  ConfigKeys(JsonFile json, Architecture architecture) {
    this.json = json;
    this.architecture = architecture;
  }

  /**
   * Checks the keys that have no effect only at some values.
   *
   * @throws io.github.sentiment4j.gguf.ModelFileException for the first one with another value
   */
  void check() {
    for (String key : json.names()) {
      Limit limit = LIMITS.get(key);
      if (limit != null && !limit.harmless().test(json.value(key))) {
        throw json.unsupported(key, limit.expected(), limit.found().apply(json.value(key)));
      }
    }
  }

  /** Returns whether a key is read, has no effect, or is checked. */
  static boolean isKnown(String key, Architecture architecture) {
    return READ.contains(key)
        || READ_BY_SOME.getOrDefault(architecture, Set.of()).contains(key)
        || NO_EFFECT.contains(key)
        || GENERATION.contains(key)
        || LIMITS.containsKey(key)
        || key.equals(OWN_CODE);
  }

  /**
   * Returns the warnings, one sentence each.
   *
   * @param unreadRope keys of the rotary parameters that are not read
   */
  List<String> warnings(List<String> unreadRope) {
    List<String> warnings = new ArrayList<>();
    String unread =
        Stream.concat(
                json.names().stream()
                    .filter(key -> !isKnown(key, architecture) && json.node(key).isPresent())
                    .map(key -> key + ": " + JsonFile.describe(json.value(key))),
                unreadRope.stream())
            .collect(Collectors.joining(", "));
    if (!unread.isEmpty()) {
      warnings.add(
          "config.json has keys that neither "
              + architecture.huggingFace()
              + " of transformers 5.24 nor this program reads: "
              + unread);
    }
    json.number("attention_dropout")
        .filter(dropout -> dropout > 0)
        .ifPresent(
            dropout ->
                warnings.add(
                    "attention_dropout "
                        + dropout
                        + " of config.json is for training with transformers; finetune has no"
                        + " such dropout"));
    json.node(OWN_CODE)
        .ifPresent(
            node ->
                warnings.add(
                    "auto_map of config.json names code of its own, which does not run here;"
                        + " transformers runs it with trust_remote_code only"));
    return warnings;
  }

  /** Returns whether a value is null, or an object or list that holds nothing but nulls. */
  private static boolean isNothing(JsonNode node) {
    boolean nothing = node.isNull() || node.isContainerNode();
    for (JsonNode element : node) {
      nothing &= element.isNull();
    }
    return nothing;
  }

  private static Set<String> plus(Set<String> keys, String key) {
    return Stream.concat(keys.stream(), Stream.of(key)).collect(Collectors.toUnmodifiableSet());
  }
}
