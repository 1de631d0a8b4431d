"""A language model of the Llama kind (SmolLM2) -> the file that src/neural/causal-weights.ts reads.

    python train/judge/export.py FOLDER OUT [--bits 4|8] [--positions 1024] [--keep-pieces ids.txt] [--licence Apache-2.0] [--source "..."]
    python train/judge/export.py MODEL.gguf OUT ...       # needs the packages transformers and gguf
    python train/judge/export.py --tiny FOLDER            # makes the models and the reference outputs of test/fixtures/causal

FOLDER is HuggingFace's: config.json, model.safetensors, tokenizer.json. With 4 bits, 32 weights of a row share a step and a base; where they
come from such weights (Q4_1), they come through unchanged; but what little fine-tuning has changed in such weights is rounded away, so take 8
bits after it. Vectors of pieces get 8 bits. With --keep-pieces (ids, one a line) other pieces are left
out, save the 256 bytes, special pieces and those that kept ones are merged from; the rest is renumbered in order.
"""
import argparse
import json
import math
import random
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1]))
from container import dequantised, quantise, write_container

GROUP, PANEL, WEIGHT_LIMIT, FRACTION = 32, 4, 511, 16
START = "<|endoftext|>"


def quantise_nibbles(matrix):
    """Rows -> nibbles, steps and bases of each group of 32, and a scale a row: weight = floor((nibble * step + base) / 16) * scale."""
    rows, depth = matrix.shape
    scale = (matrix.abs().amax(1).double() / WEIGHT_LIMIT).float()
    units = matrix.double() / torch.where(scale > 0, scale, 1).double()[:, None] * FRACTION
    groups = units.reshape(rows, depth // GROUP, GROUP)
    low, high = groups.amin(2), groups.amax(2)
    step, base = torch.round((high - low) / 15), torch.round(low)
    nibbles = torch.round((groups - base[..., None]) / torch.where(step > 0, step, 1)[..., None]).clamp(0, 15)
    return nibbles.to(torch.uint8), step.to(torch.int16), (base + FRACTION / 2).to(torch.int16), scale


def nibble_sections(name, matrix):
    nibbles, step, base, scale = quantise_nibbles(matrix)
    rows, depth = matrix.shape
    q = nibbles.reshape(rows // PANEL, PANEL, depth // 8, 8).numpy()
    low, high = q[:, 0:2], q[:, 2:4]  # panels x 2 rows x blocks of eight columns x 8
    packed = (low | (high << 4)).transpose(0, 2, 1, 3)
    steps = torch.cat([step.reshape(rows // PANEL, PANEL, -1), base.reshape(rows // PANEL, PANEL, -1)], 1).permute(0, 2, 1)
    return {f"{name}.nibbles": np.ascontiguousarray(packed).reshape(-1), f"{name}.steps": steps.contiguous().numpy().reshape(-1), f"{name}.scale": scale.numpy()}


def from_nibbles(matrix):
    nibbles, step, base, scale = quantise_nibbles(matrix)
    weights = (nibbles.int() * step.int()[..., None] + base.int()[..., None]) >> 4
    return weights.reshape(matrix.shape).float() * scale[:, None]


def interleaved(matrix, heads):
    """Rows i and i + half of each head, which are turned together, side by side."""
    rows, depth = matrix.shape
    return matrix.view(heads, 2, rows // heads // 2, depth).transpose(1, 2).reshape(rows, depth)


def angles(positions, width, theta):
    """Cosine and sine of each position's angles, side by side."""
    frequency = theta ** (-np.arange(0, width, 2, dtype=np.float64) / width)
    turned = np.arange(positions, dtype=np.float64)[:, None] * frequency
    return np.stack([np.cos(turned), np.sin(turned)], -1).astype(np.float32).reshape(-1)


def matrices(state, shape):
    """Name in the file -> matrix, of all layers."""
    named = {}
    for i in range(shape["layers"]):
        of = lambda name: state[f"model.layers.{i}.{name}.weight"].float()
        q, k = interleaved(of("self_attn.q_proj"), shape["heads"]), interleaved(of("self_attn.k_proj"), shape["keyHeads"])
        named[f"layer.{i}.attention"] = torch.cat([q, k, of("self_attn.v_proj")])
        named[f"layer.{i}.output"] = of("self_attn.o_proj")
        named[f"layer.{i}.gate"] = torch.cat([of("mlp.gate_proj"), of("mlp.up_proj")])
        named[f"layer.{i}.down"] = of("mlp.down_proj")
    return named


def prune(state, pieces, merges, keep):
    """Pieces and vectors that are kept, with what they are merged from."""
    ids = {piece: i for i, piece in enumerate(pieces)}
    parts = {ids[left + right]: (ids[left], ids[right]) for left, right in merges}
    kept = {i for i, piece in enumerate(pieces) if len(piece) == 1 or i not in parts}
    todo = [i for i in keep if i not in kept]
    while todo:
        i = todo.pop()
        if i in kept:
            continue
        kept.add(i)
        todo += parts[i]
    order = sorted(kept)
    names = {pieces[i] for i in order}
    merges = [(left, right) for left, right in merges if left in names and right in names and left + right in names]
    return {**state, "model.embed_tokens.weight": state["model.embed_tokens.weight"][order]}, [pieces[i] for i in order], merges


def export(state, shape, pieces, merges, path, keep=None):
    if keep is not None:
        state, pieces, merges = prune(state, pieces, merges, keep)
    vectors = state["model.embed_tokens.weight"].float()
    if len(pieces) != len(vectors):
        raise SystemExit(f"{len(pieces)} pieces and {len(vectors)} vectors: tokenizer and model are not of one kind")
    if "lm_head.weight" in state and keep is None and not torch.equal(state["lm_head.weight"].float(), vectors):
        raise SystemExit("the vectors that come in and the ones that go out differ: only models that tie them are supported")
    ids = {piece: i for i, piece in enumerate(pieces)}
    sections = {
        "causal.pieces": np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8),
        "causal.merges": np.array([[ids[left], ids[right]] for left, right in merges], dtype=np.uint16).reshape(-1),
        "causal.angles": angles(shape["positions"], shape["headWidth"], shape["theta"]),
        "causal.norm": state["model.norm.weight"].float().numpy(),
    }
    sections["causal.words"], sections["causal.words.scale"] = quantise(vectors)
    for name, matrix in matrices(state, shape).items():
        if shape["bits"] == 4:
            sections |= nibble_sections(f"causal.{name}", matrix)
        else:
            sections[f"causal.{name}"], sections[f"causal.{name}.scale"] = quantise(matrix)
    for i in range(shape["layers"]):
        sections[f"causal.layer.{i}.norm"] = state[f"model.layers.{i}.input_layernorm.weight"].float().numpy()
        sections[f"causal.layer.{i}.gate.norm"] = state[f"model.layers.{i}.post_attention_layernorm.weight"].float().numpy()
    write_container(path, sections, {"causal": {**shape, "vocabulary": len(pieces), "start": ids[START]}})


class Reference:
    """What the model computes, in plain PyTorch, with the weights as they are (bits None) or as the file holds them."""

    def __init__(self, state, shape, bits=None):
        rounded = {None: lambda m: m, 4: from_nibbles, 8: dequantised}[bits]
        self.state, self.shape = state, shape
        self.matrices = {name: rounded(matrix) for name, matrix in matrices(state, shape).items()}
        vectors = state["model.embed_tokens.weight"].float()
        self.vectors = vectors if bits is None else dequantised(vectors)

    def norm(self, x, name):
        return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.shape["epsilon"]) * self.state[name].float()

    def rotated(self, x):
        """heads x pieces x width"""
        table = torch.from_numpy(angles(x.shape[1], x.shape[2], self.shape["theta"])).view(x.shape[1], -1, 2)
        pairs = torch.view_as_complex(x.reshape(*x.shape[:2], -1, 2).contiguous())
        return torch.view_as_real(pairs * torch.view_as_complex(table)).flatten(2)

    def log_probabilities(self, ids):
        """log P of every piece of the vocabulary after each of the ids"""
        shape, count = self.shape, len(ids)
        heads, key_heads, width = shape["heads"], shape["keyHeads"], shape["headWidth"]
        x = self.vectors[ids]
        hidden = torch.ones(count, count, dtype=torch.bool).triu(1)
        for i in range(shape["layers"]):
            y = self.norm(x, f"model.layers.{i}.input_layernorm.weight") @ self.matrices[f"layer.{i}.attention"].T
            q, k, v = y.view(count, -1, width).transpose(0, 1).split([heads, key_heads, key_heads])
            q, k = self.rotated(q), self.rotated(k).repeat_interleave(heads // key_heads, 0)
            scores = (q @ k.transpose(1, 2) / math.sqrt(width)).masked_fill(hidden, -math.inf)
            taken = scores.softmax(-1) @ v.repeat_interleave(heads // key_heads, 0)
            x = x + taken.transpose(0, 1).reshape(count, -1) @ self.matrices[f"layer.{i}.output"].T
            gate, up = (self.norm(x, f"model.layers.{i}.post_attention_layernorm.weight") @ self.matrices[f"layer.{i}.gate"].T).chunk(2, -1)
            x = x + (F.silu(gate) * up) @ self.matrices[f"layer.{i}.down"].T
        return (self.norm(x, "model.norm.weight") @ self.vectors.T).log_softmax(-1)

    def score(self, prefix, continuation):
        logs = self.log_probabilities([*prefix, *continuation])[len(prefix) - 1 : -1]
        return logs[range(len(continuation)), continuation].tolist()


def shape_of(config, bits, positions, licence, source):
    theta = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    return {
        "layers": config["num_hidden_layers"],
        "width": config["hidden_size"],
        "heads": config["num_attention_heads"],
        "keyHeads": config["num_key_value_heads"],
        "headWidth": config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"],
        "inner": config["intermediate_size"],
        "positions": positions,
        "theta": theta,
        "epsilon": config["rms_norm_eps"],
        "bits": bits,
        "licence": licence,
        "source": source,
    }


def read_tokenizer(text):
    model = json.loads(text)["model"]
    pieces = [piece for piece, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    return pieces, [tuple(merge.split(" ")) if isinstance(merge, str) else tuple(merge) for merge in model["merges"]]


def read(path):
    """Folder or GGUF file -> state, config, pieces, merges"""
    path = Path(path)
    if path.is_dir():
        from safetensors.torch import load_file

        return load_file(path / "model.safetensors"), json.loads((path / "config.json").read_text()), *read_tokenizer((path / "tokenizer.json").read_text())
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name)
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    return model.state_dict(), model.config.to_dict(), *read_tokenizer(tokenizer.backend_tokenizer.to_str())


PROSE = """The US state division stated on Tuesday that the warfare must finish; “no-one,” it added, “was asked.” She didn't re-open it in '98, they've said,
and we'll see: 1,200 crêpes @ €3.50 each.   Then, after 12 years,\n\n\tthe house of the foreign minister stood where the others had stood before the war."""
ODD = ["", " ", "   ", "\n\n  \n", "a  b", "  12  34", "x=1;\ty", "it's THEY'RE we'LL", "ß ﬁ İ Σς", "北京 and 東京", "👩‍👩‍👧 x", "e\u0301\u0301", "\u00a0\u2003 a", "<|endoftext|>", "½ ²5", "ðŸ\x00\x7f", "a" * 300, "ab" * 500]


def tiny(folder):
    """A small random model with a tokenizer trained on a few lines, and what PyTorch and HuggingFace's tokenizers make of them."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    trainer = trainers.BpeTrainer(vocab_size=420, special_tokens=[START], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator([PROSE], trainer)
    pieces, merges = read_tokenizer(tokenizer.to_str())
    rng = random.Random(7)
    pools = [(0x20, 0x7F), (0xA0, 0x250), (0x370, 0x600), (0x2000, 0x2070), (0x4E00, 0x4E50), (0x1F600, 0x1F640)]
    mixed = lambda: "".join(rng.choice(["the", " war", "  ", "'s", "12", chr(rng.randrange(*rng.choice(pools)))]) for _ in range(rng.randrange(20)))
    texts = [PROSE, *ODD, *(mixed() for _ in range(100))]
    plain = Tokenizer.from_str(tokenizer.to_str())
    tokens = [{"text": text, "ids": plain.encode(text, add_special_tokens=False).ids} for text in texts if START not in text]
    outputs = {"tokens": tokens}
    generator = torch.Generator().manual_seed(11)
    normal = lambda *size, by: torch.randn(*size, generator=generator) * by
    shape = {"layers": 2, "width": 64, "heads": 4, "keyHeads": 2, "headWidth": 16, "inner": 96, "positions": 96, "theta": 10000.0, "epsilon": 1e-5, "licence": "MIT", "source": "random numbers"}
    state = {"model.embed_tokens.weight": normal(len(pieces), 64, by=0.3), "model.norm.weight": 1 + normal(64, by=0.1)}
    for i in range(2):
        for name, rows, depth in (("self_attn.q_proj", 64, 64), ("self_attn.k_proj", 32, 64), ("self_attn.v_proj", 32, 64), ("self_attn.o_proj", 64, 64), ("mlp.gate_proj", 96, 64), ("mlp.up_proj", 96, 64), ("mlp.down_proj", 64, 96)):
            state[f"model.layers.{i}.{name}.weight"] = normal(rows, depth, by=1.2 / math.sqrt(depth))
        for name in ("input_layernorm", "post_attention_layernorm"):
            state[f"model.layers.{i}.{name}.weight"] = 1 + normal(64, by=0.1)
    encode = lambda text: plain.encode(text).ids
    prefix = [pieces.index(START), *encode("The US state division stated on Tuesday that the")]
    continuations = [encode(" war must"), encode(" warfare must finish"), encode(" house"), []]
    outputs |= {"prefix": prefix, "continuations": continuations, "scores": {}}
    for bits in (4, 8):
        export(state, {**shape, "bits": bits}, pieces, merges, folder / f"tiny-{bits}.causal")
        reference = Reference(state, shape, bits)
        outputs["scores"][str(bits)] = [reference.score(prefix, continuation) if continuation else [] for continuation in continuations]
    (folder / "tiny.json").write_text(json.dumps(outputs) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", nargs="?")
    arguments.add_argument("out", nargs="?")
    arguments.add_argument("--bits", type=int, choices=(4, 8), default=4)
    arguments.add_argument("--positions", type=int, default=1024)
    arguments.add_argument("--keep-pieces", help="file with the ids of the pieces to keep, one a line")
    arguments.add_argument("--licence", default="Apache-2.0")
    arguments.add_argument("--source", default="SmolLM2-135M-Instruct (HuggingFaceTB)")
    arguments.add_argument("--tiny", metavar="FOLDER")
    options = arguments.parse_args()
    if options.tiny:
        return tiny(options.tiny)
    if not options.out:
        arguments.error("name a model and the file to write")
    state, config, pieces, merges = read(options.model)
    keep = [int(line) for line in Path(options.keep_pieces).read_text().split()] if options.keep_pieces else None
    export(state, shape_of(config, options.bits, options.positions, options.licence, options.source), pieces, merges, options.out, keep)
    print(f"{options.out}: {Path(options.out).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
