"""Writes ../resources/goldens/label-probabilities.tsv: teacher-forced label log-probabilities by transformers.

    python label_probabilities.py TINY.gguf COMPACT-REFERENCE.gguf

P(label) is the product of its tokens' probabilities behind the prompt, with the end-of-text token where the label's
tokens begin another label's, renormalised over the three. The tiny model runs in float64, the compact reference,
dequantised, in float32. Made with Python 3.11, torch 2.15.0, transformers 5.23.0, tokenizers 0.23.3, gguf 0.19.0. The
tests leave the tiny model in target/goldens/tiny.gguf; its sha256 is in the golden.
"""

import hashlib
import pathlib
import sys

import gguf
import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

from gguf_tokenizer import Prompts, field, ids

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "goldens" / "label-probabilities.tsv"
TEXTS = [
    "SpiceJet to issue 6.4 crore warrants to promoters",
    "MMTC Q2 net loss at Rs 10.4 crore",
    "Operating profit rose to EUR 13 mn from EUR 8 mn",
    "Sensex jumps 500 points as banks rally",
    "Shares fell 12.5 %",
    "美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！",
    "公司净利润同比下降四成",
    "贵州茅台股东大会通过每10股派发现金红利259.11元。",
]
PROMPTS = ["<|user|>\n新闻内容：{text}\n<|assistant|>\n这篇新闻的情绪是：", "{text}\n情绪："]
LABELS = [
    ("positive", "neutral", "negative"),
    ("积极", "中性", "消极"),
    ("good", "not bad", "not"),  # one is the beginning of another
]

BLOCK = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}


def hf_name(name):
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    _, block, part, kind = name.split(".")
    return f"model.layers.{block}.{BLOCK[part]}.{kind}"


def load(reader, dtype):
    def size(key):
        return int(field(reader, "qwen2." + key))

    config = Qwen2Config(
        vocab_size=len(field(reader, "tokenizer.ggml.tokens")),
        hidden_size=size("embedding_length"),
        intermediate_size=size("feed_forward_length"),
        num_hidden_layers=size("block_count"),
        num_attention_heads=size("attention.head_count"),
        num_key_value_heads=size("attention.head_count_kv"),
        max_position_embeddings=size("context_length"),
        rms_norm_eps=float(field(reader, "qwen2.attention.layer_norm_rms_epsilon")),
        rope_parameters={"rope_type": "default", "rope_theta": float(field(reader, "qwen2.rope.freq_base"))},
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    model = Qwen2ForCausalLM(config)
    weights = {
        hf_name(t.name): torch.tensor(gguf.dequantize(t.data, t.tensor_type).reshape(tuple(reversed(t.shape.tolist()))))
        for t in reader.tensors
    }
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert missing == ["lm_head.weight"] and not unexpected, (missing, unexpected)
    model.tie_weights()
    return model.to(dtype).eval()


def begins(shorter, longer):
    return len(shorter) < len(longer) and longer[: len(shorter)] == shorter


@torch.no_grad()
def log_probabilities(model, prompt, labels):
    log_p = []
    for label in labels:
        logits = model(torch.tensor([prompt + label])).logits[0].double()
        steps = torch.log_softmax(logits[len(prompt) - 1 : -1], dim=-1)  # (tokens of the label, V)
        log_p.append(sum(steps[i, id] for i, id in enumerate(label)))
    return torch.log_softmax(torch.stack(log_p), dim=0).tolist()


def rows(name, path, dtype):
    reader = gguf.GGUFReader(path)
    model = load(reader, dtype)
    prompts = Prompts(reader)
    end = int(field(reader, "tokenizer.ggml.eos_token_id"))
    for template in PROMPTS:
        for words in LABELS:
            plain = [ids(prompts.plain, word) for word in words]
            labels = [l + [end] if any(begins(l, other) for other in plain) else l for l in plain]
            for text in TEXTS:
                log_p = log_probabilities(model, prompts.prompt(template, text), labels)
                yield "\t".join([
                    name, template.replace("\n", "\\n"), "/".join(words), "/".join(" ".join(map(str, l)) for l in labels), text,
                    *("%.6f" % x for x in log_p),
                ])


def main(tiny, compact):
    sha256 = hashlib.sha256(pathlib.Path(tiny).read_bytes()).hexdigest()
    lines = [
        "# Label log-probabilities by transformers, teacher-forced, renormalised over the three; label_probabilities.py writes this file. \\n is a line break.",
        f"# tiny.gguf: sha256 {sha256}",
        "model\tprompt\tlabels\tlabel tokens\ttext\tpositive\tneutral\tnegative",
        *rows("tiny", tiny, torch.float64),
        *rows("compact-reference", compact, torch.float32),
    ]
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{GOLDEN}: {len(lines) - 3} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
