"""Tiny random checkpoints and LoRA adapters, and what convert_hf_to_gguf.py and PEFT make of them.

    python checkpoints.py LLAMA_CPP

LLAMA_CPP is a checkout of llama.cpp v0.5.0 (with gguf-py). Needs torch, transformers 5.23, peft, tokenizers. Writes, under
src/test/resources/goldens/checkpoints:

    MODEL/                      the Hugging Face folder
    MODEL.json                  for f32, f16, bf16, q8_0: keys and tensors (type, shape, sha256) of the converted file, and its own sha256
    adapters/ADAPTER/           the PEFT folder; its base is qwen2-tied; adapters.py makes more of them, run it behind this
    adapters/ADAPTER.safetensors  the merged weights that differ from the base, in float32
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM, LlamaConfig, PreTrainedTokenizerFast, Qwen2Config, Qwen3Config

LLAMA_CPP = Path(sys.argv[1])
sys.path[:0] = [str(LLAMA_CPP), str(LLAMA_CPP / "gguf-py")]
import gguf  # noqa: E402
from conversion.base import TextModel  # noqa: E402

OUT = Path(__file__).resolve().parents[1] / "resources" / "goldens" / "checkpoints"
CORPUS = ["positive neutral negative profit rose fell shares of the bank to 12.5 crore, loss narrows", "央行宣布降息，股市大涨"] * 50
QWEN2 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def tokenizer(pre):
    t = Tokenizer(models.BPE())
    if pre == "qwen2":
        t.normalizer = normalizers.NFC()
        t.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(QWEN2), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)])
    else:
        t.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=314, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])
    return PreTrainedTokenizerFast(
        tokenizer_object=t, eos_token="<|im_end|>", pad_token="<|endoftext|>", bos_token="<|endoftext|>",
        chat_template="{% for m in messages %}{{ m['content'] }}{% endfor %}")


def make(name, config, dtype, pre, shards=None):
    folder = OUT / name
    torch.manual_seed(len(name))
    model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        for key, p in model.named_parameters():
            p.copy_(torch.randn_like(p) * 0.2 + (1 if "norm" in key else 0))
    model.to(dtype).save_pretrained(folder, **({"max_shard_size": shards} if shards else {}))
    tokenizer(pre).save_pretrained(folder)
    # Only what a converter reads.
    for file in folder.iterdir():
        if file.name not in ("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
                             "model.safetensors.index.json") and file.suffix != ".safetensors":
            file.unlink()
    (OUT / (name + ".json")).write_text(json.dumps({t: convert(folder, t, pre) for t in ("f32", "f16", "bf16", "q8_0")}, indent=0) + "\n")


def convert(folder, outtype, pre):
    import convert_hf_to_gguf
    TextModel.get_vocab_base_pre = lambda self, tokenizer: pre
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "out.gguf"
        sys.argv = ["convert_hf_to_gguf.py", str(folder), "--outfile", str(target), "--outtype", outtype]
        convert_hf_to_gguf.main()
        reader = gguf.GGUFReader(target)
        keys = {}
        for key, field in reader.fields.items():
            if not key.startswith("GGUF."):
                value = field.contents()
                if isinstance(value, list):
                    value = hashlib.sha256("\0".join(map(str, value)).encode()).hexdigest()
                keys[key] = [" ".join(t.name for t in field.types[:2]), value]
        tensors = [[t.name, t.tensor_type.name, [int(n) for n in t.shape], hashlib.sha256(t.data.tobytes()).hexdigest()]
                   for t in reader.tensors]
        return {"keys": keys, "tensors": tensors, "sha256": hashlib.sha256(target.read_bytes()).hexdigest()}


def adapter(name, **options):
    base = OUT / "qwen2-tied"
    torch.manual_seed(7)
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), LoraConfig(task_type="CAUSAL_LM", **options))
    with torch.no_grad():
        for key, p in model.named_parameters():
            if p.requires_grad:
                p.copy_(torch.randn_like(p) * 0.1 + (1 if "norm" in key else 0))
    folder = OUT / "adapters" / name
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = base.name
    if isinstance(config["target_modules"], list):
        config["target_modules"].sort()
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))
    plain = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    before = {key: value.clone() for key, value in plain.state_dict().items()}
    merged = PeftModel.from_pretrained(plain, folder).merge_and_unload().state_dict()
    changed = {key: value.contiguous().clone() for key, value in merged.items() if not torch.equal(value, before[key])}
    save_file(changed, OUT / "adapters" / (name + ".safetensors"))


shutil.rmtree(OUT, ignore_errors=True)
(OUT / "adapters").mkdir(parents=True)
sizes = dict(vocab_size=320, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
             max_position_embeddings=512, bos_token_id=314, eos_token_id=316)
make("qwen2-tied", Qwen2Config(tie_word_embeddings=True, **sizes), torch.bfloat16, "qwen2")
make("qwen2-untied", Qwen2Config(tie_word_embeddings=False, rope_theta=1e6, **sizes), torch.float16, "qwen2", shards="20KB")
make("qwen3-tied", Qwen3Config(tie_word_embeddings=True, head_dim=16, **sizes), torch.bfloat16, "qwen2")
make("llama-tied", LlamaConfig(tie_word_embeddings=True, **sizes), torch.bfloat16, "smollm")
make("llama-untied", LlamaConfig(tie_word_embeddings=False, attention_bias=True,
                                 rope_scaling={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 128, "rope_theta": 1e4},
                                 **sizes), torch.float32, "smollm")
adapter("plain", r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"])
adapter("patterns", r=4, lora_alpha=16, use_rslora=True, target_modules=r".*\.(k_proj|up_proj|down_proj)",
        rank_pattern={"down_proj": 2}, alpha_pattern={r"layers\.1\.mlp\.up_proj": 3})
adapter("saved", r=2, lora_alpha=2, target_modules=["o_proj"], modules_to_save=["lm_head", "norm"])
