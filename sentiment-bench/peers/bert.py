# /// script
# requires-python = ">=3.11"
# dependencies = ["onnx==1.23.2", "onnxruntime==1.32.0", "numpy==2.4.6"]
# ///
"""Makes a classifier of FinBERT's size with random weights. The time of an answer does not depend on the weights.

    python bert.py DIR

writes DIR/bert-float32.onnx (440 MB) and DIR/bert-int8.onnx (110 MB), which is the former after onnxruntime's dynamic
quantisation. The model is BERT-base (12 layers of 768 units in 12 heads, 3072 units between, 30,522 tokens, 512 positions)
with a pooler and three labels: input_ids (1, T) int64 -> logits (1, 3) float32. One text at a time needs neither a mask nor
a second segment, so there is no input for them.
"""

import math
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic

LAYERS, UNITS, HEADS, BETWEEN, TOKENS, POSITIONS, LABELS = 12, 768, 12, 3072, 30522, 512, 3
random = np.random.default_rng(42)
nodes, weights = [], []


def constant(value):
    name = f"w{len(weights)}"
    weights.append(numpy_helper.from_array(value, name))
    return name


def node(op, *inputs, **attributes):
    name = f"x{len(nodes)}"
    nodes.append(helper.make_node(op, inputs, [name], **attributes))
    return name


def normal(*shape):
    return constant(random.normal(0, 0.02, shape).astype(np.float32))


def integers(*values):
    return constant(np.array(values, np.int64))


def linear(x, inputs, outputs):
    return node("Add", node("MatMul", x, normal(inputs, outputs)), normal(outputs))


def norm(x):
    return node("LayerNormalization", x, constant(np.ones(UNITS, np.float32)), normal(UNITS), epsilon=1e-12)


# x (1, T, UNITS); split (1, T, UNITS) -> (1, HEADS, T, UNITS / HEADS)
def split(x):
    return node("Transpose", node("Reshape", x, integers(0, 0, HEADS, UNITS // HEADS)), perm=[0, 2, 1, 3])


def layer(x):
    query, key, value = (split(linear(x, UNITS, UNITS)) for _ in range(3))
    scores = node("MatMul", query, node("Transpose", key, perm=[0, 1, 3, 2]))
    scores = node("Mul", scores, constant(np.array(1 / math.sqrt(UNITS // HEADS), np.float32)))
    mixed = node("Transpose", node("MatMul", node("Softmax", scores, axis=-1), value), perm=[0, 2, 1, 3])
    x = norm(node("Add", x, linear(node("Reshape", mixed, integers(0, 0, UNITS)), UNITS, UNITS)))
    return norm(node("Add", x, linear(node("Gelu", linear(x, UNITS, BETWEEN)), BETWEEN, UNITS)))


def logits(ids):
    length = node("Shape", ids, start=1, end=2)
    positions = node("Slice", normal(POSITIONS, UNITS), integers(0), length)
    x = norm(node("Add", node("Gather", normal(TOKENS, UNITS), ids), positions))
    for _ in range(LAYERS):
        x = layer(x)
    first = node("Gather", x, constant(np.array(0, np.int64)), axis=1)
    return linear(node("Tanh", linear(first, UNITS, UNITS)), UNITS, LABELS)


def main(folder):
    output = logits("input_ids")
    graph = helper.make_graph(
        nodes,
        "bert-base",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "T"])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, LABELS])],
        weights)
    # Versions that onnxruntime 1.23 reads.
    model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 20)])
    onnx.checker.check_model(model)
    os.makedirs(folder, exist_ok=True)
    # Whole or not at all.
    float32, int8 = (os.path.join(folder, f"bert-{name}.onnx") for name in ("float32", "int8"))
    onnx.save(model, float32 + ".part")
    os.replace(float32 + ".part", float32)
    quantize_dynamic(float32, int8 + ".part")
    os.replace(int8 + ".part", int8)


if __name__ == "__main__":
    main(sys.argv[1])
