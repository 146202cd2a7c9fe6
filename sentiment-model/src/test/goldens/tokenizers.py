"""Small tokenizers in Hugging Face folders, and the tokenizer.* keys that convert_hf_to_gguf.py makes of them.

    python tokenizers.py LLAMA_CPP [ORIGINAL]

LLAMA_CPP is a checkout of llama.cpp v0.5.0 (with gguf-py). Needs torch, transformers 5.23, tokenizers 0.23. Writes, under
src/test/resources/goldens/tokenizers:

    PRE/               tokenizer.json for the pre-tokenizers qwen2 and smollm
    CASE/              what else is in a folder; the name of a case starts with that of its tokenizer.json
    CASE.json          the keys in order: name, type, and value or, of an array, length and sha256 of its elements joined by \\0
    qwen2.5.json       the same of tokens and merges of ORIGINAL, a folder with the tokenizer.json of Qwen2.5, if it is given
"""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

# The script has the name of a library that it uses.
sys.path = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).resolve().parent]

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers  # noqa: E402

LLAMA_CPP = Path(sys.argv[1])
ORIGINAL = Path(sys.argv[2]) if len(sys.argv) > 2 else None
sys.path[:0] = [str(LLAMA_CPP), str(LLAMA_CPP / "gguf-py")]
import convert_hf_to_gguf  # noqa: E402
import gguf  # noqa: E402
from conversion.base import TextModel  # noqa: E402

OUT = Path(__file__).resolve().parents[1] / "resources" / "goldens" / "tokenizers"
QWEN2 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CORPUS = [
    "The company's net sales rose by 12.5 % to EUR 1,234.5 mn; profit before taxes fell, it said.",
    "Shares of the bank closed higher after it won the order. Loss widens on weak demand!\r\n\r\n",
    "I've said they're positive, neutral or negative: we'll see, don't you think?  #stocks $AAPL https://t.co/x",
    "央行宣布降息，股市大涨。公司净利润同比下降，投资者情绪偏空！这篇新闻的情绪是：积极、中性、消极",
    "café naïve Société Générale élève 🚀🚀📈 \t\t    x = [1, 2]; // ---- ====",
]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHAT = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"


def untrained(pre):
    t = Tokenizer(models.BPE())
    t.decoder = decoders.ByteLevel()
    if pre == "qwen2":
        t.normalizer = normalizers.NFC()
        t.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(QWEN2), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)])
        t.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    else:
        t.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return t


def trained(pre):
    t = untrained(pre)
    # SmolLM2 has its special tokens in front, inside the vocabulary of the model; Qwen2 has them behind it.
    front = SPECIAL if pre == "smollm" else []
    t.train_from_iterator(CORPUS * 20, trainers.BpeTrainer(
        vocab_size=620 + len(front), special_tokens=front, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    if pre == "qwen2":
        t.add_special_tokens([AddedToken(s, normalized=False) for s in SPECIAL])
        t.add_tokens([AddedToken(s, normalized=False) for s in ("<tool_call>", "</tool_call>", "<|fim_pad|>", "<\u2581x>")])
    return t


def write(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def folder(case, into):
    pre = case.split("-")[0]
    shutil.copytree(OUT / pre, into)
    shutil.copytree(OUT / case, into, dirs_exist_ok=True)
    return pre


def summary(value):
    return [len(value), hashlib.sha256("\0".join(map(str, value)).encode()).hexdigest()] if isinstance(value, list) else value


def golden(case):
    with tempfile.TemporaryDirectory() as temporary:
        pre = folder(case, Path(temporary) / "model")
        # Known by a hash of ids that only the real vocabularies give.
        TextModel.get_vocab_base_pre = lambda self, tokenizer: pre
        target = Path(temporary) / "out.gguf"
        sys.argv = ["convert_hf_to_gguf.py", str(Path(temporary) / "model"), "--vocab-only", "--outfile", str(target)]
        convert_hf_to_gguf.main()
        reader = gguf.GGUFReader(target)
        keys = [[key, " ".join(t.name for t in field.types[:2]), summary(field.contents())]
                for key, field in reader.fields.items() if key.startswith("tokenizer.")]
    (OUT / (case + ".json")).write_text("[\n" + ",\n".join(json.dumps(k, ensure_ascii=False) for k in keys) + "\n]\n", encoding="utf-8")


def case(name, architecture, files, **config):
    (OUT / name).mkdir()
    model_type = {"LlamaForCausalLM": "llama", "Qwen2ForCausalLM": "qwen2", "Qwen3ForCausalLM": "qwen3"}[architecture]
    write(OUT / name / "config.json", {
        "architectures": [architecture], "model_type": model_type, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1,
        "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512, "rms_norm_eps": 1e-6, **config})
    for file, value in files.items():
        (OUT / name / file).parent.mkdir(exist_ok=True)
        write(OUT / name / file, value)
    golden(name)


def decoder(tokens):
    return {str(id): {"content": t.content, "lstrip": False, "normalized": t.normalized, "rstrip": False, "single_word": False,
                      "special": t.special} for id, t in tokens.items()}


shutil.rmtree(OUT, ignore_errors=True)
tokenizers = {pre: trained(pre) for pre in ("qwen2", "smollm")}
for pre, tokenizer in tokenizers.items():
    (OUT / pre).mkdir(parents=True)
    tokenizer.save(str(OUT / pre / "tokenizer.json"), pretty=False)
added = tokenizers["qwen2"].get_added_tokens_decoder()
size = tokenizers["qwen2"].get_vocab_size()
text_end, end, tool_call = map(tokenizers["qwen2"].token_to_id, ("<|endoftext|>", "<|im_end|>", "<tool_call>"))
smollm_size = tokenizers["smollm"].get_vocab_size()

# As Qwen2.5 is published: transformers 4, embedding rows beyond the tokens.
case("qwen2-published", "Qwen2ForCausalLM", {"tokenizer_config.json": {
    "add_bos_token": False, "add_prefix_space": False, "added_tokens_decoder": decoder(added), "additional_special_tokens": SPECIAL[1:],
    "bos_token": None, "chat_template": CHAT, "clean_up_tokenization_spaces": False, "eos_token": "<|im_end|>",
    "pad_token": "<|endoftext|>", "tokenizer_class": "Qwen2Tokenizer", "unk_token": None}},
    vocab_size=size + 5, bos_token_id=text_end, eos_token_id=end, tie_word_embeddings=True)

# The configuration knows better than tokenizer.json, and more.
changed = dict(added)
changed[tool_call] = AddedToken("<tool_call>", special=True, normalized=False)
changed[size] = AddedToken("<new>", special=False, normalized=False)
changed[size + 1] = AddedToken("<pad>", special=False, normalized=False)
case("qwen2-decoder", "Qwen3ForCausalLM", {"tokenizer_config.json": {
    "added_tokens_decoder": decoder(changed), "bos_token": {"content": "<|im_start|>", "__type": "AddedToken"}, "eos_token": "<|im_end|>",
    "pad_token": "<pad>", "tokenizer_class": "Qwen2Tokenizer", "add_eos_token": False,
    "chat_template": [{"name": "tool-use", "template": "tools"}, {"name": "default", "template": CHAT}]}},
    vocab_size=size + 2, head_dim=8, bos_token_id=None, eos_token_id=[end, text_end])

# As transformers 5 saves it: templates in files of their own.
case("qwen2-templates", "Qwen2ForCausalLM", {
    "tokenizer_config.json": {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "bos_token": None, "unk_token": None,
                              "tokenizer_class": "Qwen2Tokenizer"},
    "chat_template.jinja": CHAT, "additional_chat_templates/rag.jinja": "rag {{ documents }}"}, vocab_size=size)

# Nothing but tokenizer.json and config.json.
case("qwen2-bare", "Qwen2ForCausalLM", {}, vocab_size=size, eos_token_id=end, pad_token_id=text_end)

# As SmolLM2 is published.
case("smollm-published", "LlamaForCausalLM", {"tokenizer_config.json": {
    "add_prefix_space": False, "added_tokens_decoder": decoder(tokenizers["smollm"].get_added_tokens_decoder()),
    "additional_special_tokens": ["<|im_start|>", "<|im_end|>"], "bos_token": "<|im_start|>", "chat_template": CHAT,
    "clean_up_tokenization_spaces": False, "eos_token": "<|im_end|>", "pad_token": "<|im_end|>", "tokenizer_class": "GPT2Tokenizer",
    "unk_token": "<|endoftext|>", "vocab_size": smollm_size}}, vocab_size=49152, bos_token_id=1, eos_token_id=2)

# Old files that add tokens: one that is new, one of the vocabulary that becomes special.
case("smollm-old", "LlamaForCausalLM", {
    "tokenizer_config.json": {"eos_token": "<|im_end|>", "tokenizer_class": "PreTrainedTokenizerFast", "add_bos_token": True},
    "special_tokens_map.json": {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": {"content": "<pad>"}, "unk_token": "!"},
    "added_tokens.json": {"<more>": smollm_size, "<|im_end|>": 2}}, vocab_size=smollm_size + 9, pad_token_id=smollm_size + 1)

if ORIGINAL:
    data = (ORIGINAL / "tokenizer.json").read_bytes()
    original = json.loads(data)
    ids = original["model"]["vocab"] | {t["content"]: t["id"] for t in original["added_tokens"]}
    write(OUT / "qwen2.5.json", {"sha256": hashlib.sha256(data).hexdigest(), "tokens": summary(sorted(ids, key=ids.get)),
                                 "merges": summary(original["model"]["merges"])})
