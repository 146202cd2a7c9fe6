"""The texts by which a pre-tokenizer is known, and what convert_hf_to_gguf.py calls the tokenizers that it knows by them.

    python probes.py LLAMA_CPP

LLAMA_CPP is a checkout of llama.cpp v0.5.0. Writes probes.json beside PreTokenizer.java's other resources:

    check     the text of TextModel.get_vocab_base_pre
    names     SHA-256 of Python's str() of its ids: the name in tokenizer.ggml.pre, of the tokenizers that the engine supports
    probes    short texts that pre-tokenizers split differently
"""

import ast
import json
import re
import sys
from pathlib import Path

SUPPORTED = ["qwen2", "qwen35", "deepseek-r1-qwen", "llama-bpe", "smollm", "gpt-2"]
PROBES = ["up  12", "12345", "1,234.5", "cafe\u0301", "１２ ﬁ ㈱", "½ ²³ Ⅷ ٣٤٥", "don't I'VE 'RE", "a.\n\n b\r\n  c\t\td ", "snake_case #x=(y) $AB",
          "央行宣布降息，涨3%", "q\u0323\u0307 में", "x  y   z", " x", "x"]
OUT = Path(__file__).resolve().parents[2] / "main/resources/io/github/sentiment4j/model/tokenizer/probes.json"

source = (Path(sys.argv[1]) / "conversion/base.py").read_text(encoding="utf-8")
check = ast.literal_eval(re.search(r"^ +chktxt = (.+)$", source, re.M)[1])
known = {m[1]: m[2] for m in re.finditer(r'if chkhsh == "([0-9a-f]{64})":\n +# ref: \S+\n +res = "([^"]+)"', source)}
names = {h: n for n in SUPPORTED for h, name in known.items() if name == n}
OUT.write_text(json.dumps({"check": check, "names": names, "probes": PROBES}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
