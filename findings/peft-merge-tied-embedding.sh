#!/usr/bin/env bash
# PEFT 0.21.2: merge_and_unload of an adapter on the embedding of a model with tied embeddings gives another model than the live one.
#
# Input:    a tiny Qwen2 with random weights and tie_word_embeddings, LoRA (r 4, alpha 8, random weights) on embed_tokens.
# Expected: the merged model gives the logits of the live adapted model, up to rounding.
# Seen:     by default the live model adds the difference to the embedding alone, the merged one to the embedding and the
#           head (they share one matrix). With ensure_weight_tying=True the live model adds it once to both, the merged one twice.
#           PEFT warns of tied layers in both cases, without saying that the logits change.
# Exit:     0 as described; 1 where the behaviour has changed. Needs several GB in the temporary folder (torch).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work" HF_HUB_OFFLINE=1
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-cache-dir \
  peft==0.21.2 torch==2.15.0 transformers==5.24.0 tokenizers==0.23.3 accelerate==1.15.0 \
  huggingface_hub==2.4.0 numpy==2.4.6 safetensors==0.8.0

"$work/venv/bin/python" <<'PY'
import sys
import warnings

import peft
import torch
import transformers
from peft import LoraConfig, get_peft_model
from transformers import Qwen2Config, Qwen2ForCausalLM

IDS = torch.arange(8)[None]  # (1, 8)


def tiny(tied=True):
    torch.manual_seed(0)
    return Qwen2ForCausalLM(Qwen2Config(
        vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=4,
        num_key_value_heads=2, bos_token_id=0, eos_token_id=0, tie_word_embeddings=tied,
    )).eval()


def by_hand(embedding, head):
    """Logits of the tiny model with these two matrices (64, 32), without PEFT."""
    model = tiny(tied=False)
    model.load_state_dict({**tiny().state_dict(), "model.embed_tokens.weight": embedding, "lm_head.weight": head})
    return model(IDS).logits


def gap(a, b):
    return (a - b).abs().max().item()


@torch.no_grad()
def finding(tying):
    base = tiny().get_input_embeddings().weight.clone()
    config = LoraConfig(r=4, lora_alpha=8, target_modules=["embed_tokens"], ensure_weight_tying=tying)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = get_peft_model(tiny(), config).eval()
        for name, parameter in model.named_parameters():
            if "lora_" in name:
                parameter.normal_(0, 0.05)
        difference = model.get_input_embeddings().get_delta_weight("default").clone()
        live = model(IDS).logits
        merged_model = model.merge_and_unload()
    merged = merged_model(IDS).logits
    embedding, head = (m.weight for m in (merged_model.get_input_embeddings(), merged_model.get_output_embeddings()))
    times = [((matrix - base).norm() / difference.norm()).item() for matrix in (embedding, head)]
    once = base + difference
    live_gap = gap(live, by_hand(once, once if tying else base))

    print(f"\nensure_weight_tying={tying}; warnings of tied layers: {sum('tie_word' in str(w.message) for w in caught)}")
    print(f"  live model against base + difference in {'embedding and head' if tying else 'the embedding alone'}: {live_gap:.1e}")
    print(f"  expected: merged logits equal the live ones (largest live logit {live.abs().max():.3f})")
    print(f"  seen:     they differ by up to {gap(live, merged):.3f}; the difference was added "
          f"{times[0]:.3f} times to the embedding, {times[1]:.3f} times to the head")
    want = 2 if tying else 1
    return live_gap < 1e-5 and gap(live, merged) > 0.01 and all(abs(t - want) < 1e-3 for t in times)


print("peft", peft.__version__, "transformers", transformers.__version__, "torch", torch.__version__)
as_described = all([finding(False), finding(True)])
print("\nas described" if as_described else "\nCHANGED: not as described")
sys.exit(not as_described)
PY
