package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of {@code adapter_config.json} that PEFT 0.21.2 knows: those that are honoured here,
 * those without effect, and those that must be off.
 */
final class AdapterFields {
  /** The initialisations that leave the weights of the base unchanged. */
  private static final Set<String> STARTS =
      Set.of("true", "false", "gaussian", "eva", "orthogonal", "mica");

  private static final Set<String> CLASSIFIERS = Set.of("SEQ_CLS", "TOKEN_CLS", "QUESTION_ANS");

  private static final Pattern CLASSIFIER_CLASS =
      Pattern.compile(".+For(?:SequenceClassification|TokenClassification|QuestionAnswering)");

  /** The fields that are honoured as PEFT 0.21.2 does. */
  private static final Set<String> HONOURED =
      Set.of(
          """
          alpha_pattern auto_mapping bias ensure_weight_tying exclude_modules
          init_lora_weights layers_pattern layers_to_transform lora_alpha modules_to_save
          peft_type r rank_pattern target_modules task_type trainable_token_indices use_rslora
          """
              .split("\\s+"));

  /** The fields that change training only, or nothing for the modules of these models. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          """
          base_model_name_or_path corda_config eva_config fan_in_fan_out inference_mode
          loftq_config lora_dropout lora_ga_config megatron_core peft_version
          qalora_group_size revision runtime_config velora_config
          """
              .split("\\s+"));

  /**
   * The fields that must be off, with advice if they are on; empty for the advice of {@link
   * #elsewhere}.
   */
  private static final Map<String, String> MUST_BE_OFF =
      new TreeMap<>(
          Map.of(
              "alora_invocation_tokens",
              "; aLoRA changes only what stands behind these tokens, so that there are no merged"
                  + " weights that compute the same, and PEFT refuses the merge too; train a plain"
                  + " LoRA",
              "arrow_config",
              "; it chooses an adapter for each token, so that there are no merged weights that"
                  + " compute the same; convert one of its adapters",
              "use_qalora",
              "; PEFT cannot merge it either; train a plain LoRA",
              "megatron_config",
              "; train with the modules of transformers",
              "kasa_config",
              "",
              "layer_replication",
              "",
              "lora_bias",
              "",
              "monteclora_config",
              "",
              "target_parameters",
              "",
              "use_bdlora",
              ""));

  private AdapterFields() {}

  /**
   * Checks that the file is of a LoRA adapter for a language model.
   *
   * @throws ModelFileException if it is not
   */
  static void checkType(JsonFile json) {
    String type = json.required("peft_type", json.string("peft_type"));
    if (!type.equals("LORA")) {
      throw json.unsupported("peft_type", "LORA", type);
    }
    json.string("task_type")
        .filter(CLASSIFIERS::contains)
        .ifPresent(found -> refuseClassifier(json, found));
    json.node("auto_mapping")
        .map(mapping -> mapping.path("base_model_class").asText())
        .filter(name -> CLASSIFIER_CLASS.matcher(name).matches())
        .ifPresent(found -> refuseClassifier(json, found));
  }

  private static void refuseClassifier(JsonFile json, String found) {
    throw json.unsupported(
        json.string("task_type").isPresent() ? "task_type" : "auto_mapping",
        "CAUSAL_LM",
        found
            + ": a classifier with a head of its own, which a language model has no place for;"
            + " train a language model to say the label words, for instance with './sentiment"
            + " finetune'");
  }

  /**
   * Refuses the fields that change the merge in unsupported ways.
   *
   * @param embeddings whether the adapter has matrices for an embedding or output head
   * @param ensuresTying whether the two stay tied in training
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} for the first such field
   */
  static void checkValues(JsonFile json, boolean embeddings, boolean ensuresTying) {
    String elsewhere = elsewhere(embeddings, ensuresTying);
    refuse(json, "use_dora", elsewhere);
    MUST_BE_OFF.forEach((field, next) -> refuse(json, field, next.isEmpty() ? elsewhere : next));
    json.string("bias")
        .filter(bias -> !Set.of("none", "all", "lora_only").contains(bias))
        .ifPresent(
            bias -> {
              throw json.unsupported("bias", "none, all or lora_only", bias);
            });
    json.node("init_lora_weights")
        .filter(found -> !STARTS.contains(found.asText().toLowerCase(Locale.ROOT)))
        .ifPresent(
            found -> {
              throw json.unsupported(
                  "init_lora_weights",
                  "a start that leaves the base as it is",
                  JsonFile.describe(found)
                      + (found.asText().equals("loftq")
                          ? "; merge it with PEFT into the base that LoftQ made, and convert the"
                              + " result"
                          : "; save the adapter with path_initial_model_for_weight_conversion"));
            });
  }

  private static void refuse(JsonFile json, String field, String next) {
    json.node(field)
        .filter(found -> found.isValueNode() ? !found.asText().equals("false") : !found.isEmpty())
        .ifPresent(
            found -> {
              throw json.unsupported(
                  field, found.isBoolean() ? "false" : "nothing", JsonFile.describe(found) + next);
            });
  }

  /**
   * Returns advice for an adapter that is not merged here. Of a tied base PEFT 0.21.2 adds the
   * difference of one name to both, and with {@code ensure_weight_tying} twice.
   */
  private static String elsewhere(boolean embeddings, boolean ensuresTying) {
    if (embeddings && ensuresTying) {
      return "; PEFT merges it wrongly where the base ties embed_tokens and lm_head; train without"
          + " this field";
    }
    return embeddings
        ? "; where the base ties embed_tokens and lm_head, first save a copy of it with"
            + " tie_word_embeddings false and an lm_head.weight of its own; merge the adapter into"
            + " that with PEFT and convert the result"
        : "; merge it with PEFT and convert the result";
  }

  /** Returns the fields that neither PEFT 0.21.2 nor this class knows, in the order of the file. */
  static List<String> unknown(JsonFile json) {
    return json.fields().stream()
        .filter(field -> !HONOURED.contains(field) && !WITHOUT_EFFECT.contains(field))
        .filter(field -> !MUST_BE_OFF.containsKey(field) && !field.equals("use_dora"))
        .toList();
  }
}
