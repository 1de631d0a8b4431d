"""Texts and the pieces HuggingFace's BERT tokenizer finds in them, with UTF-16 offsets -> test/fixtures/reader/pieces.json

    python train/reader/piece_fixture.py VOCAB.txt

Of the vocabulary the fixture holds what the texts need: whatever piece some word of them contains, and the special pieces.
"""
import json
import random
import sys
from pathlib import Path

from tokenizers import BertWordPieceTokenizer

OUT = Path(__file__).parents[2] / "test" / "fixtures" / "reader" / "pieces.json"
PARTS = ["the", "House ", "un", "WAR", " ", "naïve", "İstanbul", "ﬁ", "ß", "Σς", "e\u0301", "a\u0300\u0316b", " \u200b", "\u00ad", "'s", "Å", "Ǆ", "ŉ", "ΐ", "--", "…", "\r\n", "\u2028"]
POOLS = [(0x20, 0x7F), (0xA0, 0x250), (0x250, 0x600), (0x600, 0x1200), (0x1E00, 0x2C00), (0x3000, 0x3200), (0xAC00, 0xAD00), (0x4E00, 0x4F00), (0xF900, 0xFB50), (0xFE00, 0x10000)]
POOLS += [(0x1F300, 0x1F700), (0x10000, 0x20000), (0xE0000, 0xE0200), (0, 0x110000)]
PROSE = [
    "The US state division stated on Tuesday that the warfare must finish; “no-one,” it added, “was asked.”",
    "Zoë's café—once Brontë's—sold 1,200 crêpes @ €3.50 each in '98.\n\n\tIt didn't re-open.",
    "She wasn&#8217;t on <b>www.example.org/a_b?c=d&e=f</b>, nor at foo.bar+baz@example.com!",
    "Москва, 北京 and 東京; سلام; नमस्ते; 한국어 text 👩‍👩‍👧 mixed ½ x² №5.",
    "antidisestablishmentarianism floccinaucinihilipilification Donaudampfschifffahrtsgesellschaft",
]

tokenizer = BertWordPieceTokenizer(sys.argv[1], lowercase=True)
rng = random.Random(13)


def odd():
    parts = [rng.choice(PARTS) if rng.random() < 0.4 else chr(rng.randrange(*rng.choice(POOLS))) for _ in range(rng.randrange(1, 30))]
    return "".join(part for part in parts if not 0xD800 <= ord(part[0]) < 0xE000)


texts = [*PROSE, "", "a" * 100, "a" * 101, "é" * 100, "b" * 5000, "\u0301abc", "x\u0301\u0301", "##ing", "a##b", *(odd() for _ in range(300))]
cases, words = [], set()
for text in texts:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    cases.append({"text": text, "pieces": encoding.tokens, "offsets": [[units[a], units[b]] for a, b in encoding.offsets]})
    words.update(word for word, _ in tokenizer._tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalize(text)))
substrings = {word[i:j] for word in words if len(word) <= 100 for i in range(len(word)) for j in range(i + 1, len(word) + 1)}
vocabulary = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]) if piece.removeprefix("##") in substrings or piece in ("[UNK]", "[CLS]", "[SEP]")]
OUT.write_text(json.dumps({"vocabulary": vocabulary, "cases": cases}, separators=(",", ":")) + "\n")
print(f"{OUT}: {OUT.stat().st_size} bytes, {len(vocabulary)} pieces, {len(cases)} texts")
