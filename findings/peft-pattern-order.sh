#!/usr/bin/env bash
# PEFT 0.21.2: save_pretrained sorts the patterns of alpha_pattern and rank_pattern, so an adapter may be loaded as another one.
#
# Input:    a tiny Qwen2 with random weights, LoRA (r 4, alpha 4) on q_proj and v_proj, two patterns: first one for q_proj of
#           layer 0, then one for q_proj of every layer. The first pattern that matches a module decides.
# Expected: save_pretrained and PeftModel.from_pretrained give the same adapter again.
# Seen:     adapter_config.json has the general pattern first. With alpha_pattern the scaling of layer 0 and so the logits
#           change, without a warning; with rank_pattern loading fails, since the shapes do not match.
# Exit:     0 as described; 1 where the behaviour has changed. Needs several GB in the temporary folder (torch).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work" HF_HUB_OFFLINE=1
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-cache-dir \
  peft==0.21.2 torch==2.15.0 transformers==5.24.0 tokenizers==0.23.3 accelerate==1.15.0 \
  huggingface_hub==2.4.0 numpy==2.4.6 safetensors==0.8.0

"$work/venv/bin/python" - "$work" <<'PY'
import json
import sys
import warnings
from pathlib import Path

import peft
import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import Qwen2Config, Qwen2ForCausalLM

IDS = torch.arange(8)[None]  # (1, 8)
SPECIAL, GENERAL = "layers.0.self_attn.q_proj", ".*q_proj"


def tiny():
    torch.manual_seed(0)
    return Qwen2ForCausalLM(Qwen2Config(
        vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, bos_token_id=0, eos_token_id=0,
    )).eval()


@torch.no_grad()
def save(name, **patterns):
    model = get_peft_model(tiny(), LoraConfig(r=4, lora_alpha=4, target_modules=["q_proj", "v_proj"], **patterns)).eval()
    for parameter_name, parameter in model.named_parameters():
        if "lora_" in parameter_name:
            parameter.normal_(0, 0.5)
    folder = Path(sys.argv[1]) / name
    model.save_pretrained(folder)
    saved = json.loads((folder / "adapter_config.json").read_text())[name]
    print(f"\n{name}\n  given {patterns[name]}\n  saved {saved}")
    return model, folder, list(saved) == [GENERAL, SPECIAL]


def scalings(model):
    return [layer.self_attn.q_proj.scaling["default"] for layer in model.get_base_model().model.layers]


print("peft", peft.__version__, "transformers", transformers.__version__, "torch", torch.__version__)

model, folder, as_described = save("alpha_pattern", alpha_pattern={SPECIAL: 32, GENERAL: 8})
with torch.no_grad(), warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    loaded = PeftModel.from_pretrained(tiny(), folder).eval()
    change = (model(IDS).logits - loaded(IDS).logits).abs().max().item()
print(f"  expected: scaling of q_proj in layers 0 and 1 is {scalings(model)} again, the logits are the same")
print(f"  seen:     {scalings(loaded)}, logits differ by up to {change:.3f}, "
      f"warnings of patterns or scaling: {sum('pattern' in str(w.message) or 'scaling' in str(w.message) for w in caught)}")
as_described &= scalings(model) == [8.0, 2.0] and scalings(loaded) == [2.0, 2.0] and change > 0.01

model, folder, general_first = save("rank_pattern", rank_pattern={SPECIAL: 8, GENERAL: 2})
print("  expected: the adapter loads")
try:
    PeftModel.from_pretrained(tiny(), folder)
    as_described = False
    print("  seen:     it loads")
except RuntimeError as error:
    as_described &= general_first and "size mismatch" in str(error)
    print(f"  seen:     {type(error).__name__}, size mismatch: {'size mismatch' in str(error)}")

print("\nas described" if as_described else "\nCHANGED: not as described")
sys.exit(not as_described)
PY
