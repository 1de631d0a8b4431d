"""A trained reader (a checkpoint of scorer.py: {config, state, vocab}) -> the file that src/neural/encoder-weights.ts reads.

    python train/reader/export.py CHECKPOINT.pt OUT [--vocab vocab.txt] [--keep-pieces ids.txt] [--licence Apache-2.0] [--source "..."]
    python train/reader/export.py --tiny FOLDER          # makes the model and the reference outputs of test/fixtures/reader

Matrices become 8-bit integers with a factor a row; everything else stays in floats. With --keep-pieces (ids, one a line) the other pieces
of the vocabulary are left out and the rest is renumbered in order; the special pieces are always kept.
"""
import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1]))
from container import dequantised, quantise, write_container

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def names(layers):
    """Name in the file -> name in the checkpoint: matrices with 8 bits, linear layers with 8 bits, floats."""
    tables = {"words": "words.weight", "positions": "positions.weight"}
    linear = {"span.0": "span.0", "span.1": "span.2", "phrase.0": "cand.0", "phrase.1": "cand.2"}
    floats = {"type": "types", "norm.weight": "ln.weight", "norm.bias": "ln.bias", "keep": "keep"}
    for small, name in {"candidate.0": "facts.0", "candidate.1": "facts.2", "detect": "detect"}.items():
        floats |= {f"{small}.weight": f"{name}.weight", f"{small}.bias": f"{name}.bias"}
    for i in range(layers):
        linear |= {f"layer.{i}.{a}": f"layers.{i}.{b}" for a, b in {"attention": "qkv", "output": "out", "up": "up", "down": "down"}.items()}
        for a, b in {"output.norm": "ln1", "down.norm": "ln2"}.items():
            floats |= {f"layer.{i}.{a}.weight": f"layers.{i}.{b}.weight", f"layer.{i}.{a}.bias": f"layers.{i}.{b}.bias"}
    return tables, linear, floats


def export(state, config, pieces, path, licence, source, keep=None):
    if len(pieces) != state["words.weight"].shape[0]:
        raise SystemExit(f"{len(pieces)} pieces in the vocabulary, {state['words.weight'].shape[0]} in the model: pass the vocabulary it was trained with")
    if keep is not None:
        kept = sorted(set(keep) | {i for i, piece in enumerate(pieces) if piece in SPECIAL})
        state = {**state, "words.weight": state["words.weight"][kept]}
        pieces = [pieces[i] for i in kept]
    tables, linear, floats = names(config["layers"])
    sections = {"reader.pieces": np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8)}
    for name, key in tables.items():
        sections[f"reader.{name}"], sections[f"reader.{name}.scale"] = quantise(state[key])
    for name, key in linear.items():
        sections[f"reader.{name}.weight"], sections[f"reader.{name}.weight.scale"] = quantise(state[f"{key}.weight"])
        sections[f"reader.{name}.bias"] = state[f"{key}.bias"].float().numpy()
    for name, key in floats.items():
        sections[f"reader.{name}"] = state[key].float().reshape(-1).numpy()
    facts = {
        "layers": config["layers"],
        "width": config["d"],
        "heads": config["heads"],
        "inner": config["inner"],
        "positions": state["positions.weight"].shape[0],
        "vocabulary": len(pieces),
        "facts": state["facts.0.weight"].shape[1],
        "licence": licence,
        "source": source,
    }
    write_container(path, sections, {"reader": facts})


def rounded(state, layers):
    """The state as the file holds it: what was stored in 8 bits, in floats again."""
    tables, linear, _ = names(layers)
    matrices = [*tables.values(), *(f"{key}.weight" for key in linear.values())]
    return {**state, **{key: dequantised(state[key]) for key in matrices}}


class Reference:
    """What the model computes, in plain PyTorch, for one window."""

    def __init__(self, state, config):
        self.state, self.config = state, config

    def linear(self, x, name):
        return F.linear(x, self.state[f"{name}.weight"], self.state[f"{name}.bias"])

    def norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.state[f"{name}.weight"], self.state[f"{name}.bias"], 1e-12)

    def two(self, x, name):
        return self.linear(F.gelu(self.linear(x, f"{name}.0")), f"{name}.2")

    def encode(self, ids):
        s, heads = self.state, self.config["heads"]
        x = self.norm(s["words.weight"][ids] + s["positions.weight"][: len(ids)] + s["types"], "ln")
        for i in range(self.config["layers"]):
            q, k, v = self.linear(x, f"layers.{i}.qkv").view(len(ids), 3, heads, -1).permute(1, 2, 0, 3)
            a = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1) @ v
            x = self.norm(x + self.linear(a.transpose(0, 1).reshape(len(ids), -1), f"layers.{i}.out"), f"layers.{i}.ln1")
            x = self.norm(x + self.linear(F.gelu(self.linear(x, f"layers.{i}.up")), f"layers.{i}.down"), f"layers.{i}.ln2")
        return x, self.linear(x, "detect")[:, 0]

    def phrase(self, ids):
        e = self.state["words.weight"][ids]
        y = self.two(torch.cat([e.mean(0), e[-1]]), "cand")
        return y[:-1], y[-1]

    def score(self, states, first, last, observed, candidates):
        """observed: ids; candidates: [(ids, facts)] -> log-probabilities"""
        span = self.two(torch.cat([states[first], states[last]]), "span")
        scores = []
        for ids, facts in [(observed, None), *candidates]:
            vector, bias = self.phrase(ids)
            score = span @ vector / math.sqrt(len(vector)) + bias
            scores.append(score + (self.state["keep"] if facts is None else self.two(torch.tensor(facts), "facts")[0]))
        return torch.stack(scores).log_softmax(-1)


def random_state(config, facts, generator):
    """Weights of a size that trained ones have, so that every part matters in the outputs."""
    d, inner = config["d"], config["inner"]
    normal = lambda *shape, by=1.0: torch.randn(*shape, generator=generator) * by
    state = {"words.weight": normal(config["vocab"], d, by=0.05), "positions.weight": normal(config["positions"], d, by=0.02), "types": normal(d, by=0.02)}
    state["keep"] = torch.tensor(0.7)

    def linear(name, rows, depth):
        state[f"{name}.weight"], state[f"{name}.bias"] = normal(rows, depth, by=1.5 / math.sqrt(depth)), normal(rows, by=0.1)

    def norm(name):
        state[f"{name}.weight"], state[f"{name}.bias"] = 1 + normal(d, by=0.1), normal(d, by=0.1)

    norm("ln")
    for i in range(config["layers"]):
        for name, rows, depth in (("qkv", 3 * d, d), ("out", d, d), ("up", inner, d), ("down", d, inner)):
            linear(f"layers.{i}.{name}", rows, depth)
        norm(f"layers.{i}.ln1")
        norm(f"layers.{i}.ln2")
    for name, rows, depth in (("span.0", d, 2 * d), ("span.2", d, d), ("cand.0", d, 2 * d), ("cand.2", d + 1, d), ("facts.0", 32, facts), ("facts.2", 1, 32), ("detect", 1, d)):
        linear(name, rows, depth)
    return state


def tiny(folder):
    """A small random model and what PyTorch computes with it, from the weights as they are and as the file holds them."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    pieces = [*SPECIAL, *"abcdefghijklmnopqrstuvwxyz.,", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"), "the", "war", "##fare", "must", "finish", "end"]
    config = dict(vocab=len(pieces), d=64, layers=2, heads=2, inner=256, positions=40)
    state = random_state(config, 5, torch.Generator().manual_seed(13))
    export(state, config, pieces, folder / "tiny.reader", "MIT", "random numbers")
    ids = lambda *names: [pieces.index(name) for name in names]
    window = ids("[CLS]", "the", "war", "##fare", "must", "finish", ".", "a", "##b", "##c", "the", "end", "[SEP]")
    spans = [
        {"first": 2, "last": 3, "observed": "warfare", "candidates": [{"text": "war", "facts": [0.1, -0.2, 0.3, 0.0, 1.0]}, {"text": "the end", "facts": [0.0, 0.5, -0.5, 0.2, 0.0]}]},
        {"first": 5, "last": 5, "observed": "finish", "candidates": [{"text": "end", "facts": [1.0, 0.0, 0.0, -1.0, 0.5]}]},
        {"first": 0, "last": 12, "observed": "cab", "candidates": []},
    ]
    phrase_ids = {"warfare": ids("war", "##fare"), "war": ids("war"), "the end": ids("the", "end"), "finish": ids("finish"), "end": ids("end"), "cab": ids("c", "##a", "##b")}
    outputs = {}
    for kind, weights in (("asStored", rounded(state, config["layers"])), ("asTrained", state)):
        model = Reference(weights, config)
        states, detect = model.encode(window)
        scores = [
            model.score(states, s["first"], s["last"], phrase_ids[s["observed"]], [(phrase_ids[c["text"]], c["facts"]) for c in s["candidates"]]).tolist() for s in spans
        ]
        outputs[kind] = {"detect": detect.tolist(), "states": [[round(v, 5) for v in row[:8].tolist()] for row in states], "scores": scores}
    (folder / "tiny.json").write_text(json.dumps({"window": window, "spans": spans, **outputs}) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("checkpoint", nargs="?")
    arguments.add_argument("out", nargs="?")
    arguments.add_argument("--vocab", help="vocabulary file, instead of the one that the checkpoint names")
    arguments.add_argument("--keep-pieces", help="file with the ids of the pieces to keep, one a line")
    arguments.add_argument("--licence", default="Apache-2.0")
    arguments.add_argument("--source", default="all-MiniLM-L6-v2, fine-tuned on text garbled by ungarble")
    arguments.add_argument("--tiny", metavar="FOLDER")
    options = arguments.parse_args()
    if options.tiny:
        return tiny(options.tiny)
    if not options.out:
        arguments.error("name a checkpoint and the file to write")
    checkpoint = torch.load(options.checkpoint, map_location="cpu")
    pieces = Path(options.vocab or checkpoint["vocab"]).read_text(encoding="utf-8").rstrip("\n").split("\n")
    keep = [int(line) for line in Path(options.keep_pieces).read_text().split()] if options.keep_pieces else None
    export(checkpoint["state"], checkpoint["config"], pieces, options.out, options.licence, options.source, keep)
    print(f"{options.out}: {Path(options.out).stat().st_size / 1e6:.2f} MB, {len(keep) if keep else len(pieces)} pieces asked for")


if __name__ == "__main__":
    main()
