"""Element types and safetensors files, by gguf-py of llama.cpp v0.5.0 and the safetensors library.

    pip install gguf safetensors numpy
    PYTHONPATH=llama.cpp/gguf-py python tensors.py ../resources/goldens/tensors

decode/TYPE.bin: some blocks, then the floats that gguf-py makes of them.
encode/TYPE.bin: some floats, then what gguf-py makes of them.
encode/sums.txt: SHA-256 of what becomes of all halves and their neighbours.
safetensors/*: small files by the Python library.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import safetensors.numpy
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

out = Path(sys.argv[1])
random = np.random.default_rng(20261124)
np.seterr(all="ignore")

# Where the halves of a block are, in bytes.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
# 0, -0, the smallest and largest subnormal, 1, -2, the largest, infinity, NaN.
SPECIAL = [0x0000, 0x8000, 0x0001, 0x03FF, 0x3C00, 0xC000, 0x7BFF, 0x7C00, 0x7E01]


def save(name, *arrays):
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(np.ascontiguousarray(a).tobytes() for a in arrays))


def blocks(name):
    size = GGML_QUANT_SIZES[GGMLQuantizationType[name]][1]
    result = random.integers(0, 256, (2 * len(SPECIAL) + 4, size), dtype=np.uint8)
    for i, row in enumerate(result):
        for at in HALVES[name]:
            half = np.float16(random.normal(0, 0.05))
            if i < 2 * len(SPECIAL):
                half = np.uint16(SPECIAL[i % len(SPECIAL)] if at == HALVES[name][0] or i < len(SPECIAL) else 0x2E66)
            row[at : at + 2] = np.frombuffer(half.tobytes(), np.uint8)
    result[-2] = 0
    result[-1, [b for b in range(size) if not any(b in (at, at + 1) for at in HALVES[name])]] = 0xFF
    return result


for name in HALVES:
    source = blocks(name)
    save(f"decode/{name}.bin", source, dequantize(source, GGMLQuantizationType[name]))


def neighbours():
    """Every half as a float, the floats next to it, and the middle to the next half."""
    halves = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32).view(np.uint32)
    return np.concatenate([halves, halves - 1, halves + 1, halves + 0x0FFF, halves + 0x1000, halves + 0x1001]).view(np.float32)


# These, and every bfloat16 with the middle to the next one.
upper = np.arange(65536, dtype=np.uint32) << 16
floats = np.concatenate([neighbours()] + [(upper + low).view(np.float32) for low in (0, 0x8000, 0x8001)])
plain = np.concatenate([
    np.array([0.0, -0.0, 1.0, -1.0, 65504, 65519.996, 65520, -1e9, 1e-8, 5.9604645e-8, 2.9802322e-8, 2.98023259e-8, np.inf, -np.inf, 3.4028235e38, 1e-45, 1.00390625, 1.01171875, 1.0039063], np.float32),
    np.array([0x7F800001, 0x7FC00000, 0xFFFFFFFF, 0x7F802000, 0xFF80FFFF], np.uint32).view(np.float32),
    random.normal(0, 0.02, 200).astype(np.float32),
])
for name in ("F32", "F16", "BF16"):
    save(f"encode/{name}.bin", plain, quantize(plain.reshape(1, -1), GGMLQuantizationType[name]))


def q8():
    rows = [random.normal(0, s, 32) for s in (1, 0.02, 1e-5, 1e4, 1e30, 1e-30, 1e-37, 1e-38, 1e-41, 1e-44) for _ in range(4)]
    rows += [np.zeros(32), np.full(32, -0.0), np.full(32, 3.4028235e38), np.full(32, 8.4e6), np.full(32, 65504 * 127), np.full(32, 65520 * 127)]
    ties = (np.arange(32) - 16 + 0.5).astype(np.float32)
    ties[0] = 127  # d is 1 and every other element is half way
    rows += [ties, -ties, np.nextafter(ties, np.float32(0)), np.nextafter(ties, np.float32(1000))]
    for i, special in enumerate((np.nan, np.inf, -np.inf)):
        row = random.normal(0, 1, 32)
        row[i * 7] = special
        rows.append(row)
    one = np.zeros(32)
    one[31] = -5
    return np.array(rows + [one]).astype(np.float32)


source = q8()
save("encode/Q8_0.bin", source, quantize(source, GGMLQuantizationType.Q8_0))

sums = {
    "F16": hashlib.sha256(quantize(floats, GGMLQuantizationType.F16).tobytes()).hexdigest(),
    "BF16": hashlib.sha256(quantize(floats.reshape(1, -1), GGMLQuantizationType.BF16).tobytes()).hexdigest(),
    "F16 decoded": hashlib.sha256(np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32).tobytes()).hexdigest(),
}
(out / "encode/sums.txt").write_text("".join(f"{v}  {k}\n" for k, v in sums.items()))

folder = out / "safetensors"
folder.mkdir(exist_ok=True)
weights = {
    "b.matrix": random.normal(0, 1, (3, 4)).astype(np.float32),
    "a.half": random.normal(0, 1, (2, 5)).astype(np.float16),
    "vector": np.arange(7, dtype=np.float32),
    "double": random.normal(0, 1, (2, 2)),
    "ids": np.arange(3, dtype=np.int64),
    "flag": np.array([True, False, True]),
    "scalar": np.array(2.5, np.float32),
    "empty": np.zeros((0, 4), np.float32),
    "情绪.\"\\": np.array([1, 2], np.float32),
}
safetensors.numpy.save_file(weights, folder / "types.safetensors", {"format": "pt"})
safetensors.numpy.save_file({"only": np.ones((1, 1), np.float32)}, folder / "plain.safetensors")
sharded = folder / "sharded"
sharded.mkdir(exist_ok=True)
weights = {f"layer.{i}": random.normal(0, 1, (2, 3)).astype(np.float32) for i in (10, 2, 1, 0)}
shards = {"model-00001-of-00002.safetensors": ["layer.2", "layer.10"], "model-00002-of-00002.safetensors": ["layer.1", "layer.0"]}
for shard, names in shards.items():
    safetensors.numpy.save_file({n: weights[n] for n in names}, sharded / shard, {"format": "pt"})
index = {"metadata": {"total_size": sum(w.nbytes for w in weights.values())}, "weight_map": {n: s for s, names in shards.items() for n in names}}
(sharded / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")
