"""What transformers makes of the keys of a config.json.

    python -P config_keys.py          (-P: another script here is called tokenizers.py)

Needs torch, transformers 5.24, safetensors. Changes copies of qwen2-tied, qwen3-tied and llama-tied (checkpoints.py). Writes, under
src/test/resources/goldens:

    config_keys.json    for each model_type the keys that the classes have (fields, arguments that they take out of the file, attributes that
                        they read while they load and run), and those of the rotary parameters
    config_values.json  changes of a file and what becomes of the probabilities of three words behind two texts, or the error
"""

import ast
import inspect
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, GenerationConfig, LlamaConfig, PreTrainedTokenizerFast, Qwen2Config, Qwen3Config
from transformers import configuration_utils, modeling_rope_utils
from transformers.configuration_utils import PreTrainedConfig
from transformers.utils import logging

logging.set_verbosity(logging.CRITICAL)
logging.disable_progress_bar()
OUT = Path(__file__).resolve().parents[1] / "resources" / "goldens"
CLASSES = {"qwen2": Qwen2Config, "qwen3": Qwen3Config, "llama": LlamaConfig}
WORDS = ["rose", "the", "fell"]
SUFFIX = "\n情绪："
TEXTS = ["profit rose, shares of the bank fell", "央行宣布降息，股市大涨 and the bank narrows its loss to 12.5 crore"]


def probabilities(folder):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    ids = lambda text: tokenizer(text, add_special_tokens=False)["input_ids"]
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    rows = []
    for text in TEXTS:
        prompt = ids(text) + ids(SUFFIX)
        scores = []
        for word in map(ids, WORDS):
            with torch.no_grad():
                logs = F.log_softmax(model(torch.tensor([prompt + word])).logits[0].double(), -1)
            scores.append(sum(logs[len(prompt) - 1 + j, token] for j, token in enumerate(word)))
        rows.append([round(p, 6) for p in torch.softmax(torch.stack(scores), 0).tolist()])
    return rows


def changed(kind, drop, put, folder):
    shutil.copytree(OUT / "checkpoints" / (kind + "-tied"), folder)
    config = json.loads((folder / "config.json").read_text())
    for key in drop:
        config.pop(key, None)
    for key, value in put.items():
        if key.startswith("rope_parameters."):
            config.setdefault("rope_parameters", {})[key.split(".", 1)[1]] = value
        else:
            config[key] = value
    (folder / "config.json").write_text(json.dumps(config))


def read_while_it_runs(folder):
    seen, plain = set(), PreTrainedConfig.__getattribute__

    def watched(config, key):
        seen.add(key)
        return plain(config, key)

    PreTrainedConfig.__getattribute__ = watched
    for implementation in ("eager", "sdpa"):
        model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation=implementation).eval()
        model(torch.arange(10)[None])
        model(torch.arange(10)[None], attention_mask=torch.tensor([[0] * 3 + [1] * 7]))
    PreTrainedConfig.__getattribute__ = plain
    return {key for key in seen if not key.startswith("__") and not callable(getattr(PreTrainedConfig, key, None))}


def named(module, calls):
    """The literal first arguments of methods, such as kwargs.pop("torch_dtype")."""
    return {node.args[0].value for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
            and (node.func.value.id, node.func.attr) in calls and node.args and isinstance(node.args[0], ast.Constant)}


def keys():
    out = {}
    # cls.from_pretrained's own arguments, which no file holds
    arguments = {"_from_auto", "_from_pipeline", "_configuration_file", "cache_dir", "commit_message", "force_download", "gguf_file",
                 "local_files_only", "proxies", "repo_id", "return_unused_kwargs", "revision", "subfolder", "token", "trust_remote_code"}
    popped = named(configuration_utils, {("kwargs", "pop"), ("kwargs", "get")}) - arguments
    popped |= named(modeling_rope_utils, {("kwargs", "pop")}) | {"configuration_files", "original_max_position_embeddings"}
    for kind, cls in CLASSES.items():
        read = read_while_it_runs(OUT / "checkpoints" / (kind + "-tied"))
        own = {field.name for field in fields(cls)}
        out[kind] = sorted(own | popped | read | set(GenerationConfig._get_default_generation_params()))
    out["rope"] = sorted(modeling_rope_utils.RopeParameters.__annotations__)
    return out


def rope(**values):
    return {"rope_parameters." + key: value for key, value in values.items()}


def window(size, layers=0, **more):
    return {"use_sliding_window": True, "sliding_window": size, "max_window_layers": layers, **more}


YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}
CHANGES = [
    ((), {}),
    # numbers that are read
    ((), {"rms_norm_eps": 0.01}), (("rms_norm_eps",), {}), ((), {"num_key_value_heads": None}), (("num_key_value_heads",), {}),
    ((), {"head_dim": 8}), ((), {"head_dim": None}), (("head_dim",), {}), ((), {"intermediate_size": 48}), ((), {"vocab_size": 300}),
    ((), {"hidden_act": "swish"}), ((), {"hidden_act": "gelu"}), (("hidden_act",), {}), ((), {"max_position_embeddings": 64}),
    (("tie_word_embeddings",), {}), ((), {"tie_word_embeddings": False}),
    ((), {"attention_bias": True}), ((), {"mlp_bias": True}), ((), {"pretraining_tp": 2}),
    # windows
    *[(("layer_types",), change) for change in (
        window(4), window(64), window(511), window(512), window(4, 1), window(4, 2), window(None), window(0), window(-1),
        {"use_sliding_window": True, "max_window_layers": 0}, {"use_sliding_window": False, "sliding_window": 4, "max_window_layers": 0},
        {"sliding_window": 4, "max_window_layers": 0}, window(64, 0, max_position_embeddings=64), {"use_sliding_window": True})],
    *[((), change) for change in (
        {"layer_types": ["full_attention", "sliding_attention"]}, window(4, 2, layer_types=["full_attention", "sliding_attention"]),
        window(4, 0, layer_types=["full_attention"] * 2), {"layer_types": ["attention"] * 2}, {"layer_types": ["full_attention"]},
        {"layer_types": ["linear_attention", "full_attention"]}, {"layer_types": ["chunked_attention"] * 2, "attention_chunk_size": 4},
        {"layer_types": ["sliding_attention"] * 2, "sliding_window": 4}, {"attention_chunk_size": 4})],
    # rotary positions
    *[((), rope(**change)) for change in (
        {"rope_theta": 1e6}, {"factor": 8}, {"partial_rotary_factor": 0.5}, {"rope_type": "linear", "factor": 2.0},
        {"rope_type": "linear", "factor": 1}, {"rope_type": "linear"}, {"rope_type": "linear", "factor": 2.0, "partial_rotary_factor": 0.5},
        {"rope_type": "linear", "factor": 2.0, "partial_rotary_factor": 1.0}, {"rope_type": "dynamic", "factor": 4.0},
        {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16},
        {"rope_type": "longrope", "short_factor": [2.0] * 4, "long_factor": [2.0] * 4, "original_max_position_embeddings": 16},
        {"rope_type": "proportional", "partial_rotary_factor": 0.5}, {"rope_type": "proportional"}, {"rope_type": "axial"},
        {"rope_type": "mrope", "mrope_section": [1, 1, 2]}, {"mrope_section": [1, 1, 2]}, {"rope_type": None, "type": "linear", "factor": 2.0},
        YARN, {**YARN, "attention_factor": 1}, {**YARN, "attention_factor": 1.5}, {**YARN, "attention_factor": 1.138629436111989},
        {**YARN, "attention_factor": None}, {**YARN, "mscale": 2.0, "mscale_all_dim": 1.0}, {**YARN, "mscale": 2.0},
        {**YARN, "mscale": 1.0, "mscale_all_dim": 1.0}, {**YARN, "beta_fast": 32, "beta_slow": 1}, {**YARN, "beta_fast": 4},
        {**YARN, "beta_slow": 3}, {**YARN, "truncate": True}, {**YARN, "truncate": False}, {**YARN, "truncate": None},
        {**YARN, "factor": 0.5}, {**YARN, "extrapolation_factor": 0.0}, {**YARN, "attn_factor": 2.0},
        {**YARN, "original_max_position_embeddings": 200, "rope_theta": 100.0}, {**YARN, "original_max_position_embeddings": None},
        {"rope_type": "yarn", "factor": 4.0}, {"rope_type": "yarn", "factor": None, "original_max_position_embeddings": 16})],
    ((), {**rope(**{**YARN, "original_max_position_embeddings": 200, "rope_theta": 100.0}), "original_max_position_embeddings": 16}),
    (("rope_parameters",), {"rope_theta": 1e6}), (("rope_parameters",), {}), ((), {"rope_theta": 1e6}), ((), {"rope_scaling": {}}),
    (("rope_parameters",), {"rope_scaling": {"type": "linear", "factor": 2.0}, "rope_theta": 1e5}),
    ((), {"rope_scaling": {"type": "linear", "factor": 2.0}, **rope(rope_theta=1e6)}), ((), {"partial_rotary_factor": 0.5}),
    (("rope_parameters",), {"rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 1e6}}}),
    (("rope_parameters",), {"rope_parameters": {"rope_type": "default"}, "rope_theta": 1e6}),
    # what a class reads beside its own fields
    *[((), change) for change in (
        {"is_causal": True}, {"is_causal": False}, {"is_causal": None}, {"is_encoder_decoder": True}, {"chunk_size_feed_forward": 4},
        {"per_layer_config": {}}, {"per_layer_config": {"0": {"rms_norm_eps": 0.1}}}, {"fusion_config": {"a": 1}}, {"fusion_config": None},
        {"kv_sharing_modes": ["a", "b"]}, {"text_config": {"a": 1}}, {"text_config": None}, {"decoder": {"a": 1}}, {"generator": {"a": 1}},
        {"text_encoder": {"a": 1}}, {"attribute_map": {"rms_norm_eps": "initializer_range"}}, {"mlp_layer_types": ["sparse", "sparse"]},
        {"transformers_weights": "other.safetensors"}, {"transformers_weights": "model.safetensors"},
        {"transformers_weights": "../model.safetensors"}, {"configuration_files": ["config.4.0.0.json"]},
        {"attn_implementation": "eager"}, {"attn_implementation": "other/kernel"}, {"_attn_implementation": "sdpa"},
        {"quantization_config": None}, {"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True}},
        {"_heterogeneity_spec": {"a": 1}}, {"default_theta": 5.0}, {"auto_map": {"AutoModelForCausalLM": "modeling_x.X"}})],
    # names
    (("model_type",), {}), ((), {"model_type": "gemma3_text"}), ((), {"architectures": ["OtherForCausalLM"]}), (("architectures",), {}),
    # without effect
    *[((), change) for change in (
        {"dtype": "bfloat16"}, {"torch_dtype": "float16"}, {"use_cache": False}, {"attention_dropout": 0.5}, {"initializer_range": 9.0},
        {"temperature": 0.1, "max_length": 3, "repetition_penalty": 9.0, "suppress_tokens": [1]}, {"num_labels": 7},
        {"id2label": {"0": "a"}, "label2id": {"a": 0}, "problem_type": "regression"}, {"output_attentions": True},
        {"output_hidden_states": True}, {"pad_token_id": 3}, {"tie_last_hidden_states": False},
        {"logit_scale": 3.0, "num_experts": 8, "final_logit_softcapping": 3.0, "use_mrope": False, "embedding_multiplier": 2.0})],
]


def values():
    cases = []
    with tempfile.TemporaryDirectory() as temporary:
        for kind in CLASSES:
            for i, (drop, put) in enumerate(CHANGES):
                folder = Path(temporary) / f"{kind}-{i}"
                changed(kind, drop, put, folder)
                case = {"model": kind + "-tied", "without": list(drop), "with": put}
                try:
                    case["probabilities"] = probabilities(folder)
                except Exception as e:
                    case["error"] = type(e).__name__
                cases.append(case)
                shutil.rmtree(folder)
    return cases


(OUT / "config_keys.json").write_text(json.dumps(keys(), indent=0) + "\n")
(OUT / "config_values.json").write_text("[" + ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in values()) + "]\n")
