#!/usr/bin/env bash
# transformers 5.24.0 with tokenizers 0.23.3: AutoTokenizer lets the class of a tokenizer replace the pre-tokenizer that tokenizer.json holds.
#
# Input:    byte-level BPE tokenizers made here. Their tokenizer.json says Digits(individual_digits) and then ByteLevel. One
#           vocabulary is learnt with that pre-tokenizer, one with ByteLevel alone, so that it has tokens of several digits.
# Expected: AutoTokenizer.from_pretrained gives the ids that the library tokenizers gives with the same tokenizer.json.
# Seen:     with tokenizer_class PreTrainedTokenizerFast the ids are equal. With GPT2Tokenizer the Digits step is gone, no
#           message says so, and the ids differ: numbers become tokens of several digits, or spaces before a digit are cut
#           elsewhere. save_pretrained then writes a tokenizer.json without the step. A config.json of a llama model beside it
#           changes nothing. A config.json of a qwen2 model overrules even PreTrainedTokenizerFast. (transformers 4.57.6 kept the step.)
# Exit:     0 as described; 1 where the behaviour has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work" HF_HUB_OFFLINE=1
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-cache-dir \
  transformers==5.24.0 tokenizers==0.23.3 huggingface_hub==2.4.0 numpy==2.4.6 safetensors==0.8.0

"$work/venv/bin/python" - "$work" <<'PY'
import json
import sys
from importlib.metadata import version
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoTokenizer

WORK = Path(sys.argv[1])
END = "<|endoftext|>"
SAMPLE = "profit of 2026  12"
BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False)
DIGITS = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), BYTES])


def tokenizer(learnt_with):
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = learnt_with, decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300, initial_alphabet=BYTES.alphabet(), special_tokens=[END], show_progress=False
    )
    made.train_from_iterator(["a profit of 2026 after 12 in 2026", "x  y  1  2  3"] * 3, trainer)
    made.pre_tokenizer = DIGITS
    return made


def steps(pre_tokenizer):
    return [step["type"] for step in pre_tokenizer.get("pretokenizers", [pre_tokenizer])]


print("transformers", version("transformers"), "tokenizers", version("tokenizers"))
print("text:", repr(SAMPLE))
as_described = True
for vocabulary, learnt_with in (("learnt without Digits", BYTES), ("learnt with Digits", DIGITS)):
    for named, model_type, keeps in (
        ("PreTrainedTokenizerFast", None, True),
        ("GPT2Tokenizer", None, False),
        ("GPT2Tokenizer", "llama", False),
        ("PreTrainedTokenizerFast", "qwen2", False),
    ):
        folder = WORK / f"{vocabulary}-{named}-{model_type}"
        folder.mkdir()
        made = tokenizer(learnt_with)
        made.save(str(folder / "tokenizer.json"))
        (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": named, "eos_token": END}))
        if model_type:
            (folder / "config.json").write_text(json.dumps({"model_type": model_type}))

        loaded = AutoTokenizer.from_pretrained(folder)
        loaded.save_pretrained(folder / "saved")
        saved = steps(json.loads((folder / "saved" / "tokenizer.json").read_text())["pre_tokenizer"])
        equal = loaded(SAMPLE)["input_ids"] == made.encode(SAMPLE).ids
        as_described &= ("Digits" in saved) == keeps
        # Qwen2Tokenizer cuts at each digit by itself, so only the vocabulary learnt with Digits shows it in the ids.
        as_described &= equal == (keeps or (model_type == "qwen2" and learnt_with is BYTES))
        print(f"\n{vocabulary}, tokenizer_class {named}, model_type {model_type}: loaded as {type(loaded).__name__}")
        print("  expected", steps(json.loads((folder / "tokenizer.json").read_text())["pre_tokenizer"]), made.encode(SAMPLE).tokens)
        print("  seen    ", saved, loaded.tokenize(SAMPLE), "" if equal else "<- other ids")

print("\nas described" if as_described else "\nCHANGED: not as described")
sys.exit(not as_described)
PY
