"""Twenty steps of transformers + PEFT on tiny checkpoints, text by text, without batches: what the trainer is compared with.

    python finetune.py

Needs torch, transformers 5.23, peft. The bases are those of sentiment-model (checkpoints.py there). Writes, under
src/test/resources/goldens/finetune:

    MODEL/start/    an adapter of rank 2 on all linear modules, neither matrix zero, as PEFT saves it
    MODEL.json      prompts (ids), labels, words (ids), for each objective 20 losses and gradient norms, the first one's label
                    log-probabilities, and those after the last step
"""

import json
import math
import random
import shutil
from pathlib import Path

import torch
import torch.nn.functional as F
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

ROOT = Path(__file__).resolve().parents[1]
BASES = ROOT.parents[2] / "sentiment-model/src/test/resources/goldens/checkpoints"
OUT = ROOT / "resources/goldens/finetune"
LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
WORDS = {"qwen2-tied": [[10], [20], [30]], "qwen2-untied": [[10], [20], [30]], "llama-tied": [[10, 11], [10, 12, 13], [30]],
         "qwen3-tied": [[10], [20], [30]]}
STEPS, BATCH, WARMUP, RATE, DECAY, CLIP = 20, 4, 3, 5e-3, 0.01, 1.0


def rate(step):
    """Linear warm-up, then half a cosine down to zero; steps are counted from 1."""
    if step <= WARMUP:
        return RATE * step / WARMUP
    return RATE * 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP)))


def word_scores(model, prompt, words):
    scores = []
    for word in words:
        logs = F.log_softmax(model(torch.tensor([prompt + word])).logits[0].float(), -1)
        scores.append(sum(logs[len(prompt) - 1 + j, t] for j, t in enumerate(word)))
    return torch.stack(scores)


def loss(model, objective, prompts, labels, words):
    if objective == "LABELS":
        return torch.stack([F.cross_entropy(word_scores(model, p, words)[None], torch.tensor([l])) for p, l in zip(prompts, labels)]).mean()
    losses = []
    for prompt, label in zip(prompts, labels):
        ids = torch.tensor([prompt + words[label]])
        first = 1 if objective == "ALL_TOKENS" else len(prompt)
        logits = model(ids).logits[0].float()
        losses.append(F.cross_entropy(logits[first - 1:-1], ids[0, first:], reduction="none"))
    return torch.cat(losses).mean()


def run(name):
    chance = random.Random(name)
    prompts = [[chance.randrange(5, 300) for _ in range(chance.randrange(3, 14))] for _ in range(8)]
    labels = [chance.randrange(3) for _ in prompts]
    words = WORDS[name]
    start = OUT / name / "start"
    shutil.rmtree(start.parent, ignore_errors=True)
    torch.manual_seed(7)
    base = AutoModelForCausalLM.from_pretrained(BASES / name, dtype=torch.float32)
    model = get_peft_model(base, LoraConfig(r=2, lora_alpha=4, target_modules=LINEAR, task_type="CAUSAL_LM"))
    for key, value in model.named_parameters():
        if "lora_B" in key:
            torch.nn.init.normal_(value, std=0.2)
    model.save_pretrained(start)
    (start / "README.md").unlink(missing_ok=True)
    config = json.loads((start / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = name
    config["target_modules"] = LINEAR
    (start / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))
    golden = {"prompts": prompts, "labels": labels, "words": words}
    for objective in ("ALL_TOKENS", "RESPONSE", "LABELS"):
        base = AutoModelForCausalLM.from_pretrained(BASES / name, dtype=torch.float32)
        model = PeftModel.from_pretrained(base, start, is_trainable=True)
        model.train()
        trained = [p for p in model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=DECAY)
        with torch.no_grad():
            before = [word_scores(model, p, words).tolist() for p in prompts]
        losses, norms = [], []
        for step in range(1, STEPS + 1):
            for group in optimizer.param_groups:
                group["lr"] = rate(step)
            at = (step - 1) * BATCH % len(prompts)
            value = loss(model, objective, prompts[at:at + BATCH], labels[at:at + BATCH], words)
            optimizer.zero_grad()
            value.backward()
            norms.append(torch.nn.utils.clip_grad_norm_(trained, CLIP).item())
            optimizer.step()
            losses.append(value.item())
        with torch.no_grad():
            after = [word_scores(model, p, words).tolist() for p in prompts]
        golden["before"] = before
        golden[objective] = {"losses": losses, "norms": norms, "after": after}
    (OUT / f"{name}.json").write_text(json.dumps(golden, indent=1) + "\n")


for each in WORDS:
    run(each)
