"""The first rows of some tensors of the real GGUF files, dequantised by gguf-py, in the layout of Hugging Face.

    python real_rows.py LLAMA_CPP MODELS > ../resources/goldens/real_rows.csv

Lines: file, tensor (Hugging Face name), rows, sha256 of their float32 bytes.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(sys.argv[1]) / "gguf-py"))
import gguf  # noqa: E402

ROWS = 24
QWEN = ("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", 14, 2, False)
SMOLLM2 = ("SmolLM2-135M-Instruct.Q4_1.gguf", 9, 3, True)
NAMES = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output.weight": "lm_head.weight",
    "blk.0.attn_q.weight": "model.layers.0.self_attn.q_proj.weight",
    "blk.1.attn_k.weight": "model.layers.1.self_attn.k_proj.weight",
    "blk.0.ffn_down.weight": "model.layers.0.mlp.down_proj.weight",
    "blk.3.ffn_down.weight": "model.layers.3.mlp.down_proj.weight",
    "blk.0.attn_q.bias": "model.layers.0.self_attn.q_proj.bias",
    "output_norm.weight": "model.norm.weight",
}

for file, heads, kv_heads, permuted in (QWEN, SMOLLM2):
    for tensor in gguf.GGUFReader(Path(sys.argv[2]) / file).tensors:
        if tensor.name in NAMES:
            values = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype("<f4")
            if permuted and ("attn_q" in tensor.name or "attn_k" in tensor.name):
                n = heads if "attn_q" in tensor.name else kv_heads
                values = values.reshape(n, values.shape[0] // n // 2, 2, -1).swapaxes(1, 2).reshape(values.shape)
            print(file, NAMES[tensor.name], ROWS, hashlib.sha256(np.ascontiguousarray(values[:ROWS]).tobytes()).hexdigest(), sep=",")
