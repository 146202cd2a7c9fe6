"""Figures of small predictions by scikit-learn 1.9.1, scipy 1.17.1 and numpy 2.4.6.

    python evaluation.py ../resources/goldens/evaluation

One file per case. Lines: "row TRUTH P_POSITIVE P_NEUTRAL P_NEGATIVE", then "NAME VALUE..." for each figure.
Classes are 0 positive, 1 neutral, 2 negative; averages are over all three, and what is over zero is 0. Two more files: counts of McNemar's test, and fits of the calibration.
"""

import re
import sys
import warnings
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import binomtest, chi2
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    classification_report,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_recall_fscore_support,
)

warnings.filterwarnings("ignore")
CLASSES = [0, 1, 2]
ALL = {"labels": CLASSES, "zero_division": 0}
COSTS = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]])
NAMES = ["positive", "neutral", "negative"]
RESAMPLES = 40


class JavaRandom:
    """java.util.Random.nextInt(bound), as its documentation defines it."""

    def __init__(self, seed):
        self.seed = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(self, count):
        self.seed = (self.seed * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.seed >> (48 - count)

    def next_int(self, bound):
        if bound & -bound == bound:
            return (bound * self.bits(31)) >> 31
        while True:
            bits = self.bits(31)
            value = bits % bound
            if bits - value + (bound - 1) < 1 << 31:
                return value


def ece(truth, p):
    confidence = p.max(axis=1)
    right = p.argmax(axis=1) == truth
    accuracy, mean = calibration_curve(right, confidence, n_bins=10, strategy="uniform")
    counts = np.histogram(np.searchsorted(np.linspace(0, 1, 11)[1:-1], confidence), np.arange(11))[0]
    weights = counts[counts > 0] / len(truth)
    return float(np.sum(weights * np.abs(accuracy - mean)))


def aurc(truth, p):
    """Where all confidences are equal, the mean over all orders."""
    confidence = p.max(axis=1)
    wrong = (p.argmax(axis=1) != truth).astype(float)
    order = np.argsort(-confidence, kind="stable")
    n = np.arange(1, len(truth) + 1)
    sorted_confidence = confidence[order]
    if len(np.unique(confidence)) == len(confidence):
        return float(np.mean(np.cumsum(wrong[order]) / n))
    assert len(np.unique(sorted_confidence)) == 1
    return float(np.mean(wrong))


def metrics(truth, p):
    predicted = p.argmax(axis=1)
    return {
        "ACCURACY": accuracy_score(truth, predicted),
        "MACRO_F1": f1_score(truth, predicted, average="macro", **ALL),
        "WEIGHTED_F1": f1_score(truth, predicted, average="weighted", **ALL),
        "EXPECTED_COST": np.sum(confusion_matrix(truth, predicted, labels=CLASSES) * COSTS) / len(truth),
        "ECE": ece(truth, p),
        "BRIER": brier_score_loss(truth, p, labels=CLASSES),
        "LOG_LOSS": log_loss(truth, p, labels=CLASSES),
    }


def resamples(size):
    random = JavaRandom(7)
    return [np.array([random.next_int(size) for _ in range(size)]) for _ in range(RESAMPLES)]


def write_case(folder, name, truth, p, other=None):
    truth, p = np.asarray(truth), np.asarray(p, dtype=float)
    predicted = p.argmax(axis=1)
    lines = [f"row {t} {float(a)!r} {float(b)!r} {float(c)!r}" for t, (a, b, c) in zip(truth, p)]
    for metric, value in metrics(truth, p).items():
        lines.append(f"{metric} {float(value)!r}")
    lines.append(f"AURC {aurc(truth, p)!r}")
    lines.append("confusion " + " ".join(map(str, confusion_matrix(truth, predicted, labels=CLASSES).ravel())))
    for label, *figures in zip(CLASSES, *precision_recall_fscore_support(truth, predicted, **ALL)):
        lines.append(f"class {label} " + " ".join(repr(float(f)) for f in figures))
    for average in ("macro", "weighted"):
        figures = precision_recall_fscore_support(truth, predicted, average=average, **ALL)[:3]
        lines.append(f"{average} " + " ".join(repr(float(f)) for f in figures))
    if other is not None:
        other = np.asarray(other, dtype=float)
        lines += [f"other {float(a)!r} {float(b)!r} {float(c)!r}" for a, b, c in other]
        draws = resamples(len(truth))
        first = [metrics(truth[d], p[d]) for d in draws]
        second = [metrics(truth[d], other[d]) for d in draws]
        for metric in first[0]:
            values = [f[metric] for f in first]
            differences = [s[metric] - f[metric] for f, s in zip(first, second)]
            for kind, sample in (("interval", values), ("difference", differences)):
                lower, upper = np.percentile(sample, [5, 95])
                lines.append(f"{kind} {metric} {float(lower)!r} {float(upper)!r}")
    (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")
    report = classification_report(truth, predicted, target_names=NAMES, digits=4, **ALL)
    # Where nothing is right, scikit-learn counts support in floating point.
    (folder / f"{name}.report.txt").write_text(re.sub(r"(\d+)\.0$", r"  \1", report, flags=re.MULTILINE))


def softmax(z):
    z = np.exp(z - z.max(axis=1, keepdims=True))
    return z / z.sum(axis=1, keepdims=True)


def write_mcnemar(folder):
    lines = []
    for b, c in [(0, 0), (1, 0), (5, 3), (0, 12), (12, 12), (20, 4), (13, 12), (20, 20), (40, 10), (300, 200), (900, 5)]:
        if b + c < 25:
            statistic, p = min(b, c), 1.0 if b + c == 0 else binomtest(b, b + c).pvalue
        else:
            statistic = max(0, abs(b - c) - 1) ** 2 / (b + c)
            p = chi2.sf(statistic, 1)
        lines.append(f"{b} {c} {float(statistic)!r} {float(p)!r}")
    (folder / "mcnemar.txt").write_text("\n".join(lines) + "\n")


def write_fit(folder, random):
    """Scores that are three times too certain and lean to one class, and what scipy makes of them."""
    size = 300
    z = random.normal(size=(size, 3)) * 1.5
    truth = np.array([random.choice(3, p=row) for row in softmax(z)])
    scores = (3 * (z - [0.4, 0.0, -0.6])).astype(np.float32)
    lines = [f"row {t} {float(a)!r} {float(b)!r} {float(c)!r}" for t, (a, b, c) in zip(truth, scores)]
    scores = scores.astype(float)

    def loss(beta, bias):
        logits = beta * scores + bias
        logits -= logits.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(size), truth])

    options = {"gtol": 1e-10}
    plain = minimize(lambda x: loss(x[0], np.zeros(3)), [1.0], method="BFGS", options=options)
    lines.append(f"temperature {1 / float(plain.x[0])!r} {float(plain.fun)!r}")
    full = minimize(lambda x: loss(x[0], np.array([x[1], x[2], 0])), [1.0, 0, 0], method="BFGS", options=options)
    bias = np.array([full.x[1], full.x[2], 0])
    bias -= bias.mean()
    lines.append(f"bias {1 / float(full.x[0])!r} " + " ".join(repr(float(b)) for b in bias) + f" {float(full.fun)!r}")
    (folder / "fit.txt").write_text("\n".join(lines) + "\n")


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(42)

    def predictions(truth, strength):
        return np.round(softmax(random.normal(size=(len(truth), 3)) + strength * np.eye(3)[truth]), 12)

    def normalised(p):
        return p / p.sum(axis=1, keepdims=True)

    truth = random.integers(0, 3, 60)
    write_case(folder, "three-classes", truth, normalised(predictions(truth, 1.5)), normalised(predictions(truth, 0.8)))
    truth = random.choice([0, 2], 20)
    p = normalised(predictions(truth, 1.0))
    write_case(folder, "class-absent-in-truth", truth, p)
    p[:, 1] = 0
    p = normalised(p)
    write_case(folder, "class-absent-in-both", truth, p, p[:, ::-1])
    truth = random.integers(0, 3, 20)
    p = predictions(truth, 1.0)
    p[:, 1] = 0
    write_case(folder, "class-never-predicted", truth, normalised(p))
    write_case(folder, "one-sample", [1], [[0.25, 0.625, 0.125]])
    truth = np.array([0, 1, 2, 0, 1])
    write_case(folder, "all-wrong", truth, [[0.1, 0.7, 0.2], [0.05, 0.35, 0.6], [0.8, 0.15, 0.05], [0.2, 0.3, 0.5], [0.55, 0.4, 0.05]])
    write_case(folder, "zeros-and-ones", truth, np.eye(3)[[0, 1, 2, 1, 1]])
    # Confidences on the edges of the bins, where rounding decides.
    edges = np.array([[k / 10, round(1 - k / 10, 1), 0] for k in (5, 6, 7, 8, 9)])
    write_case(folder, "bin-edges", [0, 1, 0, 0, 1], edges)
    write_mcnemar(folder)
    write_fit(folder, random)


main()
