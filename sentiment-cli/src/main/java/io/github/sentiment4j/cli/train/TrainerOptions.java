package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.OptionNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of transformers' {@code TrainingArguments}, TRL's {@code SFTConfig}, {@code
 * ModelConfig} and {@code ScriptArguments}, and PEFT's {@code LoraConfig} that {@code finetune} has
 * in another form or not at all, each with advice. Options of the same meaning are an {@link
 * Alias}.
 */
public final class TrainerOptions {
  private static final Map<String, String> ADVICE = new HashMap<>();

  static {
    advise(
        "the learning rate rises over a share of the steps: --warm-up 0.03 for 3 of 100 steps",
        "--warmup-steps");
    advise(
        "curve.csv has a line for every step, and one is printed for every checkpoint",
        "--logging-steps",
        "--logging-strategy",
        "--logging-first-step",
        "--logging-dir",
        "--report-to");
    advise(
        "finetune stores all activations; a smaller --batch with a larger --accumulate takes less"
            + " memory",
        "--gradient-checkpointing",
        "--activation-checkpointing",
        "--activation-offloading",
        "--auto-find-batch-size");
    advise(
        "a checkpoint is written and scored every --interval steps; the last and the best are kept",
        "--eval-strategy",
        "--save-strategy",
        "--save-total-limit",
        "--eval-on-start",
        "--eval-delay",
        "--do-eval");
    advise(
        "the adapter is the checkpoint with the best macro-F1 on the validation texts",
        "--load-best-model-at-end",
        "--metric-for-best-model",
        "--greater-is-better");
    advise("validation takes --batch texts at a time too", "--per-device-eval-batch-size");
    advise(
        "the learning rate always falls along half a cosine",
        "--lr-scheduler-type",
        "--lr-scheduler-kwargs");
    advise(
        "the optimizer is AdamW with betas 0.9 and 0.999 and epsilon 1e-8",
        "--optim",
        "--optim-args",
        "--adam-beta1",
        "--adam-beta2",
        "--adam-epsilon");
    advise(
        "--precision says how the base is held: f32, bf16 or auto; adapters and the loss are"
            + " float32",
        "--bf16",
        "--fp16",
        "--tf32",
        "--dtype",
        "--torch-dtype");
    advise(
        "a quantized GGUF file can be the --base and is read as the floats that it stands for",
        "--load-in-8bit",
        "--load-in-4bit");
    advise(
        "--loss response learns the label alone, --loss all_tokens the prompt too",
        "--completion-only-loss",
        "--assistant-only-loss");
    advise(
        "--loss dpo has TRL's loss_type sigmoid, --loss grpo its loss_type grpo with one iteration",
        "--loss-type",
        "--epsilon",
        "--num-iterations",
        "--scale-rewards",
        "--reward-weights");
    advise(
        "the reference is the model that the run starts from (--base with --lora); it scores the"
            + " training texts once, before the first step",
        "--ref-model",
        "--precompute-ref-log-probs",
        "--sync-ref-model");
    advise(
        "every text is a row of its own, together with others of about its length",
        "--packing",
        "--padding-free",
        "--group-by-length",
        "--train-sampling-strategy");
    advise(
        "only the text is shortened, at its end, so that prompt and label fit into --max-tokens",
        "--truncation-mode");
    advise("--resume goes on from the last checkpoint in --out", "--resume-from-checkpoint");
    advise(
        "leave it out: finetune always trains a LoRA adapter of a causal language model",
        "--use-peft",
        "--task-type",
        "--lora-task-type",
        "--peft-type",
        "--do-train");
    advise(
        "finetune trains plain LoRA: matrices A and B for each of --targets, scaled by alpha / rank",
        "--use-rslora",
        "--use-dora",
        "--use-qalora",
        "--lora-bias",
        "--bias",
        "--modules-to-save",
        "--lora-modules-to-save",
        "--lora-target-parameters",
        "--target-parameters",
        "--exclude-modules",
        "--layers-to-transform",
        "--layers-pattern",
        "--rank-pattern",
        "--alpha-pattern",
        "--init-lora-weights",
        "--trainable-token-indices",
        "--ensure-weight-tying");
    advise(
        "--data is a folder with train.jsonl and validation.jsonl; 'sentiment prepare' makes it",
        "--dataset-name",
        "--dataset-config",
        "--dataset-train-split",
        "--dataset-test-split",
        "--train-file",
        "--validation-file");
    advise(
        "--text-column names the field with the news text, --prompt what stands around it",
        "--dataset-text-field");
    advise("all random choices follow from --seed", "--data-seed", "--full-determinism");
    advise("finetune computes on the CPU; --threads says on how much of it", "--use-cpu");
  }

  private TrainerOptions() {}

  private static void advise(String advice, String... names) {
    List.of(names).forEach(name -> ADVICE.put(name, advice));
  }

  /** Returns advice about an option that {@code finetune} does not have, if there is any. */
  public static Optional<String> advice(String argument) {
    return Optional.ofNullable(ADVICE.get(OptionNames.hyphenated(OptionNames.written(argument))));
  }
}
