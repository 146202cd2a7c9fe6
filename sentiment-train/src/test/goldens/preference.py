"""DPO and GRPO of TRL on the tiny checkpoints: what the preference objectives are compared with.

    python preference.py

Needs torch, transformers 5.24, peft 0.21, trl 1.16, datasets; reads what finetune.py wrote. TRL's own trainers compute everything. Only the
inputs are fixed: texts are ids already, DPO takes its pairs in their order, and GRPO's completions are given instead of sampled. The start
is finetune.py's adapter, which TRL keeps as the reference ("ref"). Writes src/test/resources/goldens/finetune/preference.json, for each
model:

    dpo.all, dpo.preferred    20 steps of 4 texts, each with a pair for both wrong labels, or for the wrong one that the reference
                              prefers: losses, gradient norms, mean rewards of chosen and rejected labels
    grpo.first                samples (labels) of 4 texts, cost matrix, advantages, and loss and gradient norm of the step
    grpo.later                the same from another adapter than the reference, so that the KL divergence is not zero
"""

import json
import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F
from datasets import Dataset
from peft import PeftModel
from torch.utils.data import SequentialSampler
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer

ROOT = Path(__file__).resolve().parents[1]
BASES = ROOT.parents[2] / "sentiment-model/src/test/resources/goldens/checkpoints"
OUT = ROOT / "resources/goldens/finetune"
STEPS, TEXTS, RATE, BETA = 20, 4, 5e-3, 0.3
COSTS = [[0, 1, 2], [1, 0, 1], [4, 1.5, 0]]
SAMPLES = [[0, 1, 2, 2, 1, 0], [1, 1, 1, 1, 1, 1], [2, 0, 0, 0, 0, 0], [2, 1, 0, 2, 1, 2]]
COMMON = dict(learning_rate=RATE, lr_scheduler_type="constant", weight_decay=0.01, max_grad_norm=1.0, logging_steps=1, report_to="none",
              save_strategy="no", bf16=False, use_cpu=True, gradient_checkpointing=False, disable_tqdm=True, beta=BETA)


class Dpo(DPOTrainer):
    """DPO on ids, in their order."""

    def _get_train_sampler(self, dataset=None):
        return SequentialSampler(self.train_dataset)

    def _prepare_dataset(self, dataset, *_):
        return dataset


class Grpo(GRPOTrainer):
    """GRPO with given completions; keeps the advantages."""

    def _generate(self, prompts):
        ids = [self.ids[int(p)] for p in prompts]
        completions = [self.given[i] for i in range(len(prompts))]
        return ids, completions, None, [" ".join(map(str, c)) for c in completions], None, {}, None, []

    def _generate_and_score_completions(self, inputs):
        output = super()._generate_and_score_completions(inputs)
        self.advantages = output["advantages"].tolist()
        return output


class Norms(TrainerCallback):
    def __init__(self):
        self.logs = []

    def on_log(self, args, state, control, logs=None, **_):
        if "loss" in logs:
            self.logs.append(logs)


def peft(name):
    base = AutoModelForCausalLM.from_pretrained(BASES / name, dtype=torch.float32)
    return PeftModel.from_pretrained(base, OUT / name / "start", is_trainable=True)


def tokenizer(name):
    loaded = AutoTokenizer.from_pretrained(BASES / name)
    loaded.pad_token = loaded.pad_token or loaded.eos_token
    return loaded


def word_score(model, prompt, word):
    logs = F.log_softmax(model(torch.tensor([prompt + word])).logits[0].float(), -1)
    return sum(logs[len(prompt) - 1 + j, t].item() for j, t in enumerate(word))


def dpo(name, given, rejected):
    model = peft(name)
    pairs = []
    for prompt, label in zip(given["prompts"], given["labels"]):
        wrong = [other for other in range(3) if other != label]
        if rejected == "preferred":
            with torch.no_grad():
                wrong = [max(wrong, key=lambda other: word_score(model, prompt, given["words"][other]))]
        pairs += [{"prompt_ids": prompt, "chosen_ids": given["words"][label], "rejected_ids": given["words"][other]} for other in wrong]
    batch = TEXTS * len(pairs) // len(given["prompts"])
    with tempfile.TemporaryDirectory() as folder:
        args = DPOConfig(folder, per_device_train_batch_size=batch, max_steps=STEPS, precompute_ref_log_probs=True, **COMMON)
        norms = Norms()
        Dpo(model=model, args=args, train_dataset=Dataset.from_list(pairs), processing_class=tokenizer(name), callbacks=[norms]).train()
    return {"losses": [log["loss"] for log in norms.logs], "norms": [log["grad_norm"] for log in norms.logs],
            "chosen": [log["rewards/chosen"] for log in norms.logs], "rejected": [log["rewards/rejected"] for log in norms.logs]}


def grpo(name, given, later):
    model = peft(name)
    truth = [given["labels"][text] for text in range(TEXTS) for _ in SAMPLES[0]]
    drawn = [label for group in SAMPLES for label in group]
    rewards = [-COSTS[t][d] for t, d in zip(truth, drawn)]
    with tempfile.TemporaryDirectory() as folder:
        args = GRPOConfig(folder, per_device_train_batch_size=len(drawn), num_generations=len(SAMPLES[0]), max_steps=1, loss_type="grpo",
                          shuffle_dataset=False, **COMMON)
        norms = Norms()
        trainer = Grpo(model=model, reward_funcs=lambda completions, **_: rewards, args=args, processing_class=tokenizer(name),
                       train_dataset=Dataset.from_list([{"prompt": str(text)} for text in range(TEXTS)]), callbacks=[norms])
        trainer.ids = given["prompts"]
        trainer.given = [given["words"][label] for label in drawn]
        if later:
            with torch.no_grad():
                for key, value in model.named_parameters():
                    if "lora_B.default" in key:
                        value.mul_(1.5)
        trainer.train()
    return {"samples": SAMPLES, "costs": COSTS, "advantages": trainer.advantages, "loss": norms.logs[0]["loss"], "norm": norms.logs[0]["grad_norm"]}


golden = {"beta": BETA, "rate": RATE}
for name in ("qwen2-tied", "qwen2-untied", "llama-tied", "qwen3-tied"):
    given = json.loads((OUT / f"{name}.json").read_text())
    golden[name] = {"dpo": {rejected: dpo(name, given, rejected) for rejected in ("all", "preferred")},
                    "grpo": {"first": grpo(name, given, False), "later": grpo(name, given, True)}}
(OUT / "preference.json").write_text(json.dumps(golden, indent=1) + "\n")
