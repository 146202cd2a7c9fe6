"""The fine-tune of `sentiment finetune --loss response` in transformers with PEFT, as a bare loop without a padding mask that sends
only the label's positions through the output head.

    python peft_finetune.py BASE DATA PROMPT TARGETS STEPS BATCH THREADS

Needs torch, transformers and peft. Prints tokens (of the prompts, without padding) per second over all steps but the first, the peak of resident memory, and the
losses of the first and last step.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

base, data, prompt, targets, steps, batch, threads = sys.argv[1:]
steps, batch = int(steps), int(batch)
torch.set_num_threads(int(threads))
torch.manual_seed(42)
tokenizer = AutoTokenizer.from_pretrained(base)
prefix, suffix = prompt.replace("\\n", "\n").split("{text}")


def ids(text):
    return tokenizer(text, add_special_tokens=False)["input_ids"] if text else []


examples = []
for line in open(f"{data}/train.jsonl", encoding="utf-8"):
    item = json.loads(line)
    examples.append((ids(prefix) + ids(item["text"]) + ids(suffix), ids(item["label"])))
assert len(examples) == steps * batch and batch * 32 >= len(examples), "as many texts as the steps take, sorted as a whole"
examples.sort(key=lambda example: len(example[0]))
model = get_peft_model(
    AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32),
    LoraConfig(r=8, lora_alpha=16, target_modules=targets.split(","), task_type="CAUSAL_LM"))
model.train()
trained = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=2e-4, weight_decay=0.01)
decoder, head = model.base_model.model.model, model.base_model.model.lm_head
losses, tokens, seconds = [], 0, 0.0
for step in range(steps):
    start = time.perf_counter()
    some = examples[step * batch:(step + 1) * batch]
    longest = max(len(p) + len(w) - 1 for p, w in some)
    rows, positions, wanted = [], [], []
    for b, (p, w) in enumerate(some):
        row = p + w[:-1]
        rows.append(row + [0] * (longest - len(row)))
        positions += range(b * longest + len(p) - 1, b * longest + len(row))
        wanted += w
    hidden = decoder(input_ids=torch.tensor(rows), use_cache=False).last_hidden_state
    logits = head(hidden.flatten(0, 1)[torch.tensor(positions)])
    loss = F.cross_entropy(logits.float(), torch.tensor(wanted))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())
    if step > 0:
        seconds += time.perf_counter() - start
        tokens += sum(len(p) for p, _ in some)
print(f"peft tokens/s {tokens / seconds:.1f} peak_mb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f}"
      f" first_loss {losses[0]:.4f} last_loss {losses[-1]:.4f}")
