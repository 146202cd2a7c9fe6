"""Tokenizer folders that transformers 5 has loaded and saved again, and the ids that it gives with them.

    python resaved.py

Needs transformers 5.24, tokenizers 0.23, and what tokenizers.py has written. Writes src/test/resources/goldens/resaved:

    CASE/tokenizer.json, CASE/tokenizer_config.json, CASE/config.json
    ids.json      texts; ids of each CASE, a list for each text
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

# A script beside this one has the name of a library.
sys.path = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).resolve().parent]

from transformers import AutoTokenizer  # noqa: E402

GOLDENS = Path(__file__).resolve().parents[1] / "resources" / "goldens"
OUT = GOLDENS / "resaved"
MAIN = Path(__file__).resolve().parents[2] / "main/resources/io/github/sentiment4j/model/tokenizer"
probes = json.loads((MAIN / "probes.json").read_text(encoding="utf-8"))
TEXTS = [probes["check"], *probes["probes"], "The company's net sales rose by  12.5 % to EUR 1,234.5 mn;\n\nprofit fell", "央行宣布降息，股市大涨 3.5%"]

shutil.rmtree(OUT, ignore_errors=True)
ids = {}
for case in ("smollm-published", "qwen2-published"):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "model"
        shutil.copytree(GOLDENS / "tokenizers" / case.split("-")[0], folder)
        shutil.copytree(GOLDENS / "tokenizers" / case, folder, dirs_exist_ok=True)
        target = OUT / case.split("-")[0]
        AutoTokenizer.from_pretrained(folder).save_pretrained(target)
        shutil.copy(folder / "config.json", target)
    config = json.loads((target / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert "name_or_path" not in config, "paths of this machine"
    tokenizer = AutoTokenizer.from_pretrained(target)
    assert type(tokenizer).__name__ == config["tokenizer_class"]
    ids[case.split("-")[0]] = [tokenizer.encode(text) for text in TEXTS]
(OUT / "ids.json").write_text(json.dumps({"texts": TEXTS, **ids}, ensure_ascii=False) + "\n", encoding="utf-8")
