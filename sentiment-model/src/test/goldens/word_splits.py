"""How tokenizers cuts texts into words, for sections normalizer and pre_tokenizer of tokenizer.json.

    python word_splits.py

Needs tokenizers 0.23. Writes src/test/resources/goldens/word_splits.json: cases of normalizer, pre_tokenizer and words, a list for each text.
"""

import json
import sys
from pathlib import Path

# A script beside this one has the name of the library.
sys.path = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).resolve().parent]

from tokenizers import Tokenizer, models  # noqa: E402

MAIN = Path(__file__).resolve().parents[2] / "main/resources/io/github/sentiment4j/model/tokenizer"
OUT = Path(__file__).resolve().parents[1] / "resources/goldens/word_splits.json"
probes = json.loads((MAIN / "probes.json").read_text(encoding="utf-8"))
TEXTS = [probes["check"], *probes["probes"], "", "IT'ſ 3rd ‘quoted’ — 5%…\u00a0\u3000x\u2028y\u0085z\t", "Ünï ⅷ৭ 𝟙𝟚 🇨🇳 \u200d a\u0301b", "1'2'll  \n\n \n 3"]
BYTES = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
GPT2 = {**BYTES, "use_regex": True}
CL100K = json.loads((MAIN / "llama-bpe.json").read_text())["pre_tokenizer"]["pretokenizers"][0]["pattern"]


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


def split(pattern, behavior, invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


cases = []
for name in ("qwen2", "qwen35", "llama-bpe", "smollm", "gpt-2"):
    sections = json.loads((MAIN / (name + ".json")).read_text())
    cases.append((sections["normalizer"], sections["pre_tokenizer"]))
for behavior in ("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"):
    for pattern in ({"String": " "}, {"Regex": r"\p{N}"}, {"Regex": r"\s+"}):
        for invert in (False, True):
            cases.append((None, sequence(split(pattern, behavior, invert), BYTES)))
cases += [
    (None, sequence(split(CL100K, "Removed", True), BYTES)),
    (None, sequence({"type": "Digits", "individual_digits": False}, GPT2)),
    (None, {**GPT2, "add_prefix_space": True}),
    (None, sequence({"type": "Digits", "individual_digits": True}, {**BYTES, "add_prefix_space": True})),
    ({"type": "NFKC"}, GPT2),
    ({"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "NFKC"}]}, BYTES),
    (None, sequence(sequence({"type": "Digits", "individual_digits": True}), BYTES)),
]
shell = json.loads(Tokenizer(models.BPE()).to_str())
out = []
for normalizer, pre in cases:
    t = Tokenizer.from_str(json.dumps({**shell, "normalizer": normalizer, "pre_tokenizer": pre}))
    words = []
    for text in TEXTS:
        normal = t.normalizer.normalize_str(text) if t.normalizer else text
        words.append([word for word, _ in t.pre_tokenizer.pre_tokenize_str(normal)])
    out.append({"normalizer": normalizer, "pre_tokenizer": pre, "words": words})
OUT.write_text("{\"texts\": " + json.dumps(TEXTS, ensure_ascii=False) + ",\n\"cases\": [\n"
               + ",\n".join(json.dumps(case, ensure_ascii=False) for case in out) + "\n]}\n", encoding="utf-8")
