"""The reader: a BERT-like encoder of a passage with two heads.

detect   piece -> logit of P(substituted): replaced-token detection (Clark et al. 2020, ELECTRA).
choose   span -> log-probabilities of "as it stands" and of each candidate original: span state . phrase vector plus a small network on
         what the statistics know of the candidate.
"""
import json
import math
import os

import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    """A transformer layer, normalised after each residual as BERT's are."""

    def __init__(self, d, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.ln1 = nn.LayerNorm(d, eps=1e-12)
        self.up = nn.Linear(d, inner)
        self.down = nn.Linear(inner, d)
        self.ln2 = nn.LayerNorm(d, eps=1e-12)

    def forward(self, x, mask):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.ln1(x + self.out(a.transpose(1, 2).reshape(b, t, d)))
        return self.ln2(x + self.down(F.gelu(self.up(x))))


class Scorer(nn.Module):
    def __init__(self, vocab, d, layers, heads, inner, positions=512, facts=7):
        super().__init__()
        self.config = dict(vocab=vocab, d=d, layers=layers, heads=heads, inner=inner, positions=positions, facts=facts)
        self.words = nn.Embedding(vocab, d)
        self.positions = nn.Embedding(positions, d)
        self.types = nn.Parameter(torch.zeros(d))
        self.ln = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, heads, inner) for _ in range(layers))
        self.span = nn.Sequential(nn.Linear(2 * d, d), nn.GELU(), nn.Linear(d, d))
        self.cand = nn.Sequential(nn.Linear(2 * d, d), nn.GELU(), nn.Linear(d, d + 1))
        self.keep = nn.Parameter(torch.full((), 2.0))
        self.detect = nn.Linear(d, 1)
        self.facts = nn.Sequential(nn.Linear(facts, 32), nn.GELU(), nn.Linear(32, 1))

    def encode(self, ids, mask):
        x = self.ln(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def phrase(self, pieces, counts):
        """Vector and bias of phrases. pieces: phrases x longest, padded; counts: pieces of each."""
        e = self.words(pieces)
        m = (torch.arange(pieces.shape[1], device=pieces.device)[None] < counts[:, None]).unsqueeze(-1)
        mean = (e * m).sum(1) / counts[:, None]
        last = e[torch.arange(len(pieces), device=pieces.device), counts - 1]
        p = self.cand(torch.cat([mean, last], -1))
        return p[:, :-1], p[:, -1]

    def forward(self, b):
        """A batch (see batches.py) -> (detect logits rows x pieces, log-probabilities spans x options)."""
        x = self.encode(b["ids"], b["mask"])
        detected = self.detect(x)[..., 0]
        s = self.span(torch.cat([x[b["row"], b["first"]], x[b["row"], b["last"]]], -1))
        vector, bias = self.phrase(b["pieces"], b["counts"])
        score = (s[b["span"]] * vector[b["phrase"]]).sum(-1) / math.sqrt(vector.shape[1]) + bias[b["phrase"]]
        score = score + torch.where(b["keep"], self.keep.to(score.dtype), self.facts(b["facts"])[:, 0].to(score.dtype))
        full = score.new_full((len(b["row"]), int(b["width"])), -1e4)
        full[b["span"], b["slot"]] = score
        return detected.float(), full.float().log_softmax(-1)


def load_pretrained(model, folder):
    """The first layers of a BERT-like encoder of the same width."""
    from safetensors.torch import load_file

    w = {k.removeprefix("bert."): v for k, v in load_file(os.path.join(folder, "model.safetensors")).items()}
    with torch.no_grad():
        model.words.weight.copy_(w["embeddings.word_embeddings.weight"])
        model.positions.weight.copy_(w["embeddings.position_embeddings.weight"])
        model.types.copy_(w["embeddings.token_type_embeddings.weight"][0])
        model.ln.weight.copy_(w["embeddings.LayerNorm.weight"])
        model.ln.bias.copy_(w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(model.layers):
            p = f"encoder.layer.{i}."
            names = ("query", "key", "value")
            layer.qkv.weight.copy_(torch.cat([w[f"{p}attention.self.{n}.weight"] for n in names]))
            layer.qkv.bias.copy_(torch.cat([w[f"{p}attention.self.{n}.bias"] for n in names]))
            for own, theirs in (
                ("out", "attention.output.dense"),
                ("ln1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("ln2", "output.LayerNorm"),
            ):
                getattr(layer, own).weight.copy_(w[f"{p}{theirs}.weight"])
                getattr(layer, own).bias.copy_(w[f"{p}{theirs}.bias"])


def from_pretrained(folder, layers=None):
    c = json.load(open(os.path.join(folder, "config.json")))
    model = Scorer(c["vocab_size"], c["hidden_size"], layers or c["num_hidden_layers"], c["num_attention_heads"], c["intermediate_size"], c["max_position_embeddings"])
    load_pretrained(model, folder)
    return model
