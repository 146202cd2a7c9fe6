"""Which modules of a two-layer Llama an adapter configuration means, with which rank and scaling, by PEFT.

    python adapter_targets.py > ../resources/goldens/adapter_targets.json

Needs peft 0.21, transformers 5.23. Each case: the fields of adapter_config.json, and for each module that is changed its rank and its scaling.
"""

import json

from peft import LoraConfig, get_peft_model
from peft.tuners.lora import LoraLayer
from transformers import AutoModelForCausalLM, Qwen3Config

CASES = [
    dict(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"]),
    dict(r=8, lora_alpha=16, target_modules=["self_attn.q_proj", "model.layers.1.mlp.up_proj"], use_rslora=True),
    dict(r=6, lora_alpha=9, target_modules="all-linear", use_rslora=True),
    dict(r=4, lora_alpha=5, target_modules=r".*layers\.(0|1)\.mlp\.(gate|up)_proj"),
    dict(r=4, lora_alpha=5, target_modules=["q_proj"], exclude_modules=["layers.0.self_attn.q_proj"]),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "o_proj"], exclude_modules=r".*\.1\..*o_proj"),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "down_proj"], layers_to_transform=[1]),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "down_proj"], layers_to_transform=0, layers_pattern="layers"),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "down_proj"], layers_to_transform=[0], layers_pattern=["blocks", "layers"]),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "model.layers.0.mlp.down_proj"], layers_to_transform=[1]),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "up_proj"], rank_pattern={"q_proj": 2, "layers.1.mlp.up_proj": 16, "up_proj": 8}),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "up_proj"], use_rslora=True, rank_pattern={r"layers\.\d\.self_attn\..*": 2},
         alpha_pattern={"model.layers.0.self_attn.q_proj": 3, "^model.layers.1.mlp.up_proj": 7}),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "embed_tokens"], rank_pattern={"proj": 2, "k_proj|embed_tokens": 3}),
    dict(r=4, lora_alpha=5, target_modules=["q_proj", "lm_head"], modules_to_save=["layers.1.self_attn", "norm"]),
]

SIZES = dict(vocab_size=32, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=8)
cases = []
for options in CASES:
    model = get_peft_model(AutoModelForCausalLM.from_config(Qwen3Config(**SIZES)), LoraConfig(task_type="CAUSAL_LM", **options))
    config = model.peft_config["default"].to_dict()
    fields = {key: sorted(value) if isinstance(value, set) else value for key, value in config.items()
              if key in options or key in ("peft_type", "modules_to_save")}
    # What PEFT makes of "all-linear" is a list of names; the file may have either.
    fields["target_modules"] = options["target_modules"]
    changed = {name.removeprefix("base_model.model."): [module.r["default"], module.scaling["default"]]
               for name, module in model.named_modules() if isinstance(module, LoraLayer)}
    cases.append({"config": fields | {"peft_type": "LORA"}, "changed": changed})
print("[" + ",\n".join(json.dumps(case) for case in cases) + "]")
