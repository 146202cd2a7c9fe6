"""Random config.json and generation_config.json files in folders of all kinds of names, and the keys that convert_hf_to_gguf.py makes of them.

    python folder_keys.py LLAMA_CPP [CASES] > ../resources/goldens/folder_keys.json

LLAMA_CPP is a checkout of llama.cpp v0.5.0 (with gguf-py). Needs torch, transformers 5.23, safetensors.
"""

import json
import logging
import random
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file

sys.path[:0] = [sys.argv[1], sys.argv[1] + "/gguf-py"]
import gguf  # noqa: E402
from conversion import load_all_models  # noqa: E402
from conversion.base import ModelBase, TextModel  # noqa: E402

logging.disable(logging.CRITICAL)
load_all_models()
random.seed(4)
NAMES = ["Qwen2.5-0.5B-Instruct", "SmolLM2-135M", "my model v2", "sentiment-finbert", "Llama-3.2-1B-Instruct-128k", "base-v1.5",
         "tiny-random-7b1-chat", "Qwen3-0_5b", "model", "out-q4_0-small", "A3B-x", "v2-alpha-1.0", "qwen2-large-0.5b", "8x7b-moe-base",
         "a-8x7B-Instruct-v0.1", "x-xl-medium", "ckpt-100", "news-lora", "3-stage", "UPPER-lower-MiXed", "o'neil-b4_x", "checkpoint-1e6"]
IDS = ["Qwen/Qwen2.5-0.5B", "/a/b/c", "./out", "HuggingFaceTB/SmolLM2-135M-Instruct", "a b/c"]
PARAMETERS = [1, 999, 9_960, 12_345, 999_600, 1_000_001, 9_949_000, 134_515_008, 494_032_768, 1_543_714_304, 7_615_616_512]


def maybe(target, probability, **fields):
    for key, value in fields.items():
        if random.random() < probability:
            target[key] = random.choice(value) if isinstance(value, tuple) else value


def rope(field):
    kind = random.choice(["default", "linear", "yarn", None])
    if kind is None:
        return random.choice([None, {}, {"rope_theta": 3e5}])
    result = {random.choice(["rope_type", "type"]) if field == "rope_scaling" else "rope_type": kind}
    if kind != "default":
        result["factor"] = random.choice([2.0, 4.0, 8])
    maybe(result, 0.4, rope_theta=(5e4, 1e6))
    if kind == "yarn":
        maybe(result, 0.5, original_max_position_embeddings=128)
        maybe(result, 0.3, extrapolation_factor=1.0, attention_factor=1.2, attn_factor=1.1, beta_fast=32.0, beta_slow=1)
    return result


def config():
    name = random.choice(["Qwen2", "Qwen3", "Llama"])
    result = {"architectures": [name + "ForCausalLM"], "model_type": name.lower(), "hidden_size": 64, "num_hidden_layers": 2,
              "num_attention_heads": 4, "intermediate_size": 96, "vocab_size": 320, "max_position_embeddings": random.choice([512, 4096])}
    maybe(result, 0.8 if name == "Llama" else 1, num_key_value_heads=(1, 2, 4, None))
    maybe(result, 0.5, head_dim=(16, 32) if name == "Qwen3" else (16, 32, None), rms_norm_eps=(1e-5, 2e-6), rope_theta=(1e4, 500000, 1e6),
          tie_word_embeddings=(True, False), hidden_act="silu")
    maybe(result, 0.2, original_max_position_embeddings=256, use_sliding_window=(True, False), max_window_layers=1, is_causal=True,
          attention_bias=(True, False), _name_or_path=tuple(IDS))
    for field in random.choice([[], ["rope_scaling"], ["rope_parameters"], ["rope_scaling", "rope_parameters"]]):
        result[field] = rope(field)
    return result


def generation():
    result = {}
    if random.random() < 0.4:
        maybe(result, 0.4, top_k=20, top_p=0.8, temperature=(0.7, None, 1), repetition_penalty=1.1, penalty_repeat=1.05, min_p=0.1, mirostat=2,
              penalty_last_n=64, do_sample=True)
    return result


def keys(folder, parameters):
    gguf.GGUFWriter.get_total_parameter_count = lambda writer: (parameters, parameters, 0, 0)
    TextModel.set_vocab = lambda model: None
    hparams = ModelBase.load_hparams(folder, False)
    kind = ModelBase.from_model_architecture(hparams["architectures"][0])
    kind.set_vocab = TextModel.set_vocab
    model = kind(folder, gguf.LlamaFileType.ALL_F32, folder / "out.gguf")
    model.prepare_metadata(vocab_only=False)
    return [[key, value.type.name, value.value] for part in model.gguf_writer.kv_data for key, value in part.items()]


cases = []
with tempfile.TemporaryDirectory() as temporary:
    for i in range(int(sys.argv[2]) if len(sys.argv) > 2 else 40):
        case = {"folder": random.choice(NAMES), "config": config(), "generation": generation(), "parameters": random.choice(PARAMETERS)}
        folder = Path(temporary) / str(i) / case["folder"]
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps(case["config"]))
        (folder / "generation_config.json").write_text(json.dumps(case["generation"]))
        save_file({"model.norm.weight": torch.ones(64)}, folder / "model.safetensors")
        case["keys"] = keys(folder, case["parameters"])
        cases.append(case)
print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")
