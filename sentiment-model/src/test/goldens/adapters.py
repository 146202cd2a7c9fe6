"""LoRA adapters as PEFT saves them, and the weights of the models that PEFT makes of them.

    python -P adapters.py

Needs torch, transformers 5.24, peft 0.21.2; the bases are those of checkpoints.py. Writes, under
src/test/resources/goldens/checkpoints/adapters:

    NAME/             the PEFT folder
    NAME.safetensors  the weights of the live model that differ from the base, in float32;
                      metadata: base (its folder), tied (whether the output head is the embedding)

The weights are read off the live model, never off merge_and_unload: the embedding is what its module answers to all ids,
a projection what its module answers to the unit vectors. A plain model with these weights must give the live model's logits.
"""

import json
import shutil
import warnings
from pathlib import Path
from types import SimpleNamespace

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from tokenizers import AddedToken
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

warnings.simplefilter("ignore")
BASES = Path(__file__).resolve().parents[1] / "resources" / "goldens" / "checkpoints"
OUT = BASES / "adapters"
TOLERANCE = 2e-5


def load(base, kind=AutoModelForCausalLM, **options):
    return kind.from_pretrained(BASES / base, dtype=torch.float32, **options)


def randomize(model):
    torch.manual_seed(11)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.requires_grad:
                p.copy_(torch.randn_like(p) * 0.1 + (1 if "norm" in name else 0))


def tidy(folder):
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = Path(config["base_model_name_or_path"] or "").name
    for key in ("target_modules", "modules_to_save"):
        if isinstance(config[key], list):
            config[key].sort()
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))


@torch.no_grad()
def weights(model):
    """The weights by which a live model computes, under their names in a checkpoint."""
    result = {}
    for name, module in model.named_modules():
        name = name.removeprefix("base_model.model.").replace("model.base_model.model.", "model.")
        if ".base_layer" in name or "lora_" in name or "modules_to_save" in name or "original_module" in name or "token_adapter" in name:
            continue
        last = name.rpartition(".")[2]
        if last == "embed_tokens":
            result[name + ".weight"] = module(torch.arange(model.get_input_embeddings().weight.shape[0]))
        elif last.endswith("_proj") or last == "lm_head":
            inner = module
            while hasattr(inner, "base_layer"):
                inner = inner.base_layer
            zero = torch.zeros(1, (inner.original_module if hasattr(inner, "original_module") else inner).in_features
                               if not hasattr(inner, "token_adapter") else model.config.hidden_size)
            bias = module(zero)
            result[name + ".weight"] = (module(torch.eye(zero.shape[1])) - bias).T
            if bias.any():
                result[name + ".bias"] = bias[0]
        elif last.endswith("norm"):
            result[name + ".weight"] = module.modules_to_save["default"].weight if hasattr(module, "modules_to_save") else module.weight
    return {k: v.contiguous().clone() for k, v in result.items()}


@torch.no_grad()
def expect(name, base, live, tokens=None):
    """Writes the weights of a live model, once they have proved to be all there is to it."""
    found = weights(live)
    untied = load(base, tie_word_embeddings=False)
    if tokens:
        untied.resize_token_embeddings(tokens)
    missing, unexpected = untied.load_state_dict(found, strict=False)
    assert not unexpected and all(key.endswith("bias") for key in missing), (missing, unexpected)
    for key in missing:
        assert not untied.get_parameter(key).any()
    ids = torch.randint(0, 310, (4, 20), generator=torch.Generator().manual_seed(3))
    theirs, ours = live(input_ids=ids).logits, untied(input_ids=ids).logits
    assert (theirs - ours).abs().max() < TOLERANCE * theirs.abs().max(), (name, (theirs - ours).abs().max(), theirs.abs().max())
    before = load(base).state_dict()
    tied = load(base).config.tie_word_embeddings and torch.allclose(found["lm_head.weight"], found["model.embed_tokens.weight"], atol=1e-6)
    changed = {k: v for k, v in found.items()
               if v.shape != before[k].shape or not torch.allclose(v, before[k], atol=1e-6) or (k == "lm_head.weight" and not tied)}
    if tied:
        changed.pop("lm_head.weight", None)
    save_file(changed, OUT / (name + ".safetensors"), metadata={"base": base, "tied": str(bool(tied)).lower()})
    print(name, "tied" if tied else "untied", len(changed))


def adapter(name, base="qwen2-tied", tokens=None, save=None, train=randomize, **options):
    """An adapter of a base, whose vocabulary may be resized; and what the model is that PEFT loads."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)

    def resized():
        model = load(base)
        if tokens:
            torch.manual_seed(5)
            model.resize_token_embeddings(tokens)
        return model

    options = dict(r=2, lora_alpha=6, task_type="CAUSAL_LM") | options
    model = get_peft_model(resized(), LoraConfig(**options))
    train(model)
    model.save_pretrained(folder, **({} if save is None else {"save_embedding_layers": save}))
    if tokens:
        tokenizer = AutoTokenizer.from_pretrained(BASES / base)
        if tokens > len(tokenizer):
            tokenizer.add_tokens([AddedToken(f"<extra{i}>", normalized=False, special=True) for i in range(tokens - len(tokenizer))])
        tokenizer.save_pretrained(folder)
        (folder / "chat_template.jinja").unlink(missing_ok=True)
    tidy(folder)
    expect(name, base, PeftModel.from_pretrained(resized(), folder).eval(), tokens)


class WithHead(torch.nn.Module):
    """A bare decoder with the output head of its base."""

    def __init__(self, decoder, base):
        super().__init__()
        self.model, self.lm_head, self.config = decoder, load(base).lm_head, decoder.config

    def get_input_embeddings(self):
        return self.model.get_input_embeddings()

    def forward(self, input_ids):
        return SimpleNamespace(logits=self.lm_head(self.model(input_ids=input_ids).last_hidden_state))


def decoder(name, base="qwen2-tied", **options):
    """An adapter of AutoModel, whose names lack "model."."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    model = get_peft_model(load(base, AutoModel), LoraConfig(r=2, lora_alpha=6, **options))
    randomize(model)
    model.save_pretrained(folder)
    tidy(folder)
    expect(name, base, WithHead(PeftModel.from_pretrained(load(base, AutoModel), folder).eval(), base))


def compiled(name, base="qwen2-tied", **options):
    """An adapter of a compiled model, which PEFT cannot load again: expected is the model that was saved."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    model = get_peft_model(torch.compile(load(base)), LoraConfig(r=2, lora_alpha=6, task_type="CAUSAL_LM", **options))
    randomize(model)
    model.save_pretrained(folder)
    tidy(folder)
    model.base_model.model = model.base_model.model._orig_mod
    expect(name, base, model.eval())


if __name__ == "__main__":
    both = ["embed_tokens", "lm_head"]
    # One or both names of a tied matrix.
    adapter("embedding", target_modules=["embed_tokens", "gate_proj"])
    adapter("embedding-tied", target_modules=["embed_tokens", "gate_proj"], ensure_weight_tying=True)
    adapter("embedding-tied-pattern", target_modules=r".*(embed_tokens|up_proj)", ensure_weight_tying=True)
    adapter("head", target_modules=["lm_head", "q_proj"])
    adapter("head-tied", target_modules=["lm_head", "q_proj"], ensure_weight_tying=True)
    adapter("both", target_modules=[*both, "q_proj"])
    adapter("saved-embedding", target_modules=["q_proj"], modules_to_save=["embed_tokens"])
    adapter("saved-head-and-embedding-matrices", target_modules=["q_proj", "embed_tokens"], modules_to_save=["lm_head"])
    adapter("saved-both", target_modules=["q_proj"], modules_to_save=both)
    adapter("saved-both-tied", target_modules=["q_proj"], modules_to_save=both, ensure_weight_tying=True)
    adapter("tokens", target_modules=["q_proj"], trainable_token_indices=[3, 250, 7])
    adapter("tokens-both", target_modules=["q_proj"], trainable_token_indices={"embed_tokens": [3, 250], "lm_head": [4]})
    # The same of an untied base.
    adapter("untied-embedding", base="qwen2-untied", target_modules=["embed_tokens", "v_proj"])
    adapter("untied-both", base="qwen2-untied", target_modules=[*both, "q_proj"], ensure_weight_tying=True)
    adapter("untied-saved", base="qwen2-untied", target_modules=["q_proj"], modules_to_save=["embed_tokens"])
    adapter("untied-tokens", base="qwen2-untied", target_modules=["q_proj"], trainable_token_indices=[3, 250])
    # Embeddings that are saved because of save_embedding_layers or a resized vocabulary.
    adapter("kept", target_modules=["q_proj"], save=True)
    adapter("untied-kept", base="qwen2-untied", target_modules=["q_proj"], save=True)
    adapter("larger", target_modules=["q_proj"], tokens=322, save=True)
    adapter("smaller", target_modules=["q_proj"], tokens=317, save=True)
    adapter("untied-larger", base="qwen2-untied", target_modules=["q_proj"], tokens=322, save=True)
    adapter("larger-embedding", target_modules=["q_proj", "embed_tokens"], tokens=322)
    adapter("kept-tokens", target_modules=["q_proj"], trainable_token_indices=[3, 250, 7], save=True)
    adapter("larger-tokens", target_modules=["q_proj"], trainable_token_indices=[3, 321], tokens=322, save=True)
    adapter("larger-tokens-both", target_modules=["q_proj"], trainable_token_indices={"embed_tokens": [321], "lm_head": [4, 320]}, tokens=322, save=True)
    adapter("untied-larger-tokens", base="qwen2-untied", target_modules=["q_proj"], trainable_token_indices=[3, 321], tokens=322, save=True)
    adapter("larger-saved", target_modules=["q_proj"], modules_to_save=both, tokens=322)
    # Patterns that overlap: PEFT sorts them when it saves; the first one counts.
    adapter("overlapping", target_modules=["q_proj", "o_proj"], alpha_pattern={"q_proj": 2, "layers.0.self_attn.q_proj": 12})
    # Biases; a variant that changes training alone.
    adapter("biases", target_modules=["q_proj", "o_proj"], bias="all")
    adapter("biases-of-targets", target_modules=["q_proj", "o_proj"], bias="lora_only")
    adapter("velora", target_modules=["q_proj"], velora_config={"num_groups": 4})
    # Other names of the same modules.
    decoder("decoder", target_modules=["q_proj", "embed_tokens"], modules_to_save=["norm"])
    compiled("compiled", target_modules=["q_proj", "embed_tokens"])
