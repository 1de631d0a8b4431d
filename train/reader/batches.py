"""Training documents (make-reader-data) -> batches of windows of pieces."""
import bisect
import glob
import json
import random

import numpy as np

WINDOW = 250  # pieces that are new
LEAD = 40  # pieces before them that are read as well
PHRASE_MAX = 8  # pieces of a phrase
CANDIDATES_MAX = 16
CLS, SEP, UNK, STOP = 101, 102, 100, 1012


class Windows:
    """Cuts documents into windows at sentence ends; spans keep their candidates."""

    def __init__(self, vocab):
        from tokenizers import BertWordPieceTokenizer

        self.tokenizer = BertWordPieceTokenizer(vocab, lowercase=True)
        self.phrases = {}

    def phrase(self, text):
        found = self.phrases.get(text)
        if found is None:
            found = self.phrases[text] = self.tokenizer.encode(text, add_special_tokens=False).ids[:PHRASE_MAX] or [UNK]
        return found

    def of(self, document):
        """-> [(piece ids, spans (first, last, own text, candidates, gold, facts), flags)]"""
        text = document["text"]
        if any(ord(c) > 0xFFFF for c in text):  # offsets are UTF-16
            return []
        e = self.tokenizer.encode(text, add_special_tokens=False)
        ids, begin = e.ids, [a for a, _ in e.offsets]
        n = len(ids)
        flag = [0] * n
        for a, b in document["subs"]:
            for i in range(bisect.bisect_left(begin, a), bisect.bisect_left(begin, b)):
                flag[i] = 1
        spans = []
        for a, b, candidates, gold, facts in document["spans"]:
            i, j = bisect.bisect_left(begin, a), bisect.bisect_left(begin, b) - 1
            if i < n and j >= i:
                spans.append((i, j, text[a:b], candidates, gold, facts))
        out, at = [], 0
        while at < n:
            end = min(n, at + WINDOW)
            if end < n:
                for k in range(end - 1, at + WINDOW * 2 // 3, -1):
                    if ids[k] == STOP:
                        end = k + 1
                        break
            lead = max(0, at - LEAD)
            own = [(i - lead + 1, j - lead + 1, *rest) for i, j, *rest in spans if i >= at and j < end]
            out.append(([CLS] + ids[lead:end] + [SEP], own, [0] + flag[lead:end] + [0]))
            at = end
        return out

    def batch(self, items, rng=None):
        """Windows -> arrays. With rng, long candidate lists are thinned (the right one stays)."""
        t = max(len(ids) for ids, _, _ in items)
        ids = np.zeros((len(items), t), np.int64)
        mask = np.zeros((len(items), t), bool)
        flags = np.zeros((len(items), t), np.float32)
        row, first, last, gold, span, slot, phrase, keep, facts, unique = [], [], [], [], [], [], [], [], [], {}
        width = 1
        number = lambda p: unique.setdefault(p, len(unique))
        for r, (x, spans, flag) in enumerate(items):
            ids[r, : len(x)], mask[r, : len(x)], flags[r, : len(x)] = x, True, flag
            for i, j, own, candidates, g, fs in spans:
                if rng and len(candidates) > CANDIDATES_MAX:
                    order = rng.sample(range(len(candidates)), CANDIDATES_MAX)
                    if g >= 0 and g not in order:
                        order[0] = g
                    candidates, fs, g = [candidates[k] for k in order], [fs[k] for k in order], order.index(g) if g >= 0 else g
                s = len(row)
                row.append(r), first.append(i), last.append(j), gold.append(g + 1 if g >= -1 else -100)
                span.append(s), slot.append(0), phrase.append(number(own)), keep.append(True), facts.append([0] * 7)
                for k, c in enumerate(candidates):
                    span.append(s), slot.append(k + 1), phrase.append(number(c)), keep.append(False), facts.append(fs[k])
                width = max(width, len(candidates) + 1)
        if not row:
            row, first, last, gold, span, slot, phrase, keep, facts = [0], [1], [1], [-100], [0], [0], [number("the")], [True], [[0] * 7]
        lists = [self.phrase(p) for p in unique]
        pieces = np.zeros((len(lists), max(map(len, lists))), np.int64)
        for i, p in enumerate(lists):
            pieces[i, : len(p)] = p
        a = lambda v: np.asarray(v, np.int64)
        return dict(
            ids=ids, mask=mask, flags=flags, row=a(row), first=a(first), last=a(last), gold=a(gold), span=a(span), slot=a(slot), phrase=a(phrase),
            keep=np.asarray(keep, bool), facts=np.asarray(facts, np.float32) / 20, pieces=pieces, counts=a([len(p) for p in lists]), width=np.asarray(width),
        )


def stream(patterns, vocab, pieces, seed):
    """Endless batches of about `pieces` pieces, windows of like length together, shards in random order (new ones are seen as they come)."""
    windows, rng = Windows(vocab), random.Random(seed)
    pool, epoch = [], {}
    while True:
        files = sorted(f for p in patterns for f in glob.glob(p))
        if not files:
            raise SystemExit(f"no training documents match {patterns}: make them with `npm run make:reader-data`")
        least = min(epoch.get(f, 0) for f in files)
        file = rng.choice([f for f in files if epoch.get(f, 0) == least])
        epoch[file] = least + 1
        for line in open(file):
            pool += windows.of(json.loads(line))
            if len(pool) >= 1500:
                rng.shuffle(pool)
                some, pool = sorted(pool[:1200], key=lambda w: len(w[0])), pool[1200:]
                groups, at = [], 0
                while at < len(some):
                    size = max(1, pieces // len(some[min(len(some) - 1, at + 8)][0]))
                    groups.append(some[at : at + size])
                    at += size
                rng.shuffle(groups)
                for group in groups:
                    yield windows.batch(group, rng)
