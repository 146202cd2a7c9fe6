"""One step with class weights of transformers + PEFT on the tiny checkpoints, text by text: sum(w l) / n, where n is how many losses
the step has. That is torch's cross_entropy(weight, reduction="sum"), divided as transformers divides by num_items_in_batch (its own
fixed_cross_entropy takes no weights: it ignores them).

    python weighted.py

Needs torch, transformers 5.24, peft 0.21; reads what finetune.py wrote. Writes src/test/resources/goldens/finetune/weighted.json: for
each model and objective loss and gradient norm of all texts in one step, and of the first text alone.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from peft import PeftModel
from transformers import AutoModelForCausalLM

ROOT = Path(__file__).resolve().parents[1]
BASES = ROOT.parents[2] / "sentiment-model/src/test/resources/goldens/checkpoints"
OUT = ROOT / "resources/goldens/finetune"
WEIGHTS = [1.75, 0.5, 1.25]


def word_scores(model, prompt, words):
    scores = []
    for word in words:
        logs = F.log_softmax(model(torch.tensor([prompt + word])).logits[0].float(), -1)
        scores.append(sum(logs[len(prompt) - 1 + j, t] for j, t in enumerate(word)))
    return torch.stack(scores)


def losses(model, objective, prompt, label, words):
    """How many losses a text has, and its part of the step's sum."""
    if objective == "LABELS":
        scores, target = word_scores(model, prompt, words)[None], torch.tensor([label])
        return 1, F.cross_entropy(scores, target, weight=torch.tensor(WEIGHTS), reduction="sum")
    ids = torch.tensor([prompt + words[label]])
    first = 1 if objective == "ALL_TOKENS" else len(prompt)
    targets = ids[0, first:]
    logits = model(ids).logits[0].float()[first - 1 : -1]
    weight = torch.full((logits.shape[1],), WEIGHTS[label])
    return len(targets), F.cross_entropy(logits, targets, weight=weight, reduction="sum")


golden = {"weights": WEIGHTS}
for name in ("qwen2-tied", "qwen2-untied", "llama-tied", "qwen3-tied"):
    given = json.loads((OUT / f"{name}.json").read_text())
    base = AutoModelForCausalLM.from_pretrained(BASES / name, dtype=torch.float32)
    model = PeftModel.from_pretrained(base, OUT / name / "start", is_trainable=True)
    trained = [p for p in model.parameters() if p.requires_grad]
    for objective in ("ALL_TOKENS", "RESPONSE", "LABELS"):
        for part, count in (("all", len(given["prompts"])), ("first", 1)):
            each = [losses(model, objective, p, l, given["words"]) for p, l in list(zip(given["prompts"], given["labels"]))[:count]]
            value = sum(l for _, l in each) / sum(n for n, _ in each)
            gradients = torch.autograd.grad(value, trained)
            norm = torch.sqrt(sum((g.double() ** 2).sum() for g in gradients))
            golden.setdefault(name, {}).setdefault(objective, {})[part] = {"loss": value.item(), "norm": norm.item()}
(OUT / "weighted.json").write_text(json.dumps(golden, indent=1) + "\n")
