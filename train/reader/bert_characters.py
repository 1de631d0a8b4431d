"""Asks HuggingFace's BERT normaliser about every character and writes what it says as src/neural/bert-characters.ts.

    python train/reader/bert_characters.py

The classes are those of the Unicode version which that normaliser knows, whatever the version of the engine that runs the tokenizer.
"""
from pathlib import Path

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

OUT = Path(__file__).parents[2] / "src" / "neural" / "bert-characters.ts"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def normaliser(**parts):
    return BertNormalizer(**{"clean_text": False, "handle_chinese_chars": False, "strip_accents": False, "lowercase": False, **parts}).normalize_str


def base36(number):
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def ranges(characters):
    """Ascending code points -> "gap length gap length ...": how many are skipped, then how many follow, in base 36."""
    numbers, end, start = [], 0, None
    for code in [*sorted(map(ord, characters)), None]:
        if start is not None and code != last + 1:
            numbers += [start - end, last + 1 - start]
            end, start = last + 1, None
        if start is None:
            start = code
        last = code
    return " ".join(map(base36, numbers))


characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
clean, accents, chinese = normaliser(clean_text=True), normaliser(strip_accents=True), normaliser(handle_chinese_chars=True)
split = BertPreTokenizer().pre_tokenize_str
removed = {c for c in characters if clean(c) == ""}
space = {c for c in characters if clean(c) == " "}
kept = [c for c in characters if c not in removed and c not in space]
tables = {
    "REMOVED": ("Control, format and private-use characters: they are taken out.", removed),
    "SPACE": ("They end a word.", space),
    "ACCENT": ("Marks that take up no space: taken out after decomposition.", {c for c in kept if accents(c) == ""}),
    "PUNCTUATION": ("Each is a word of its own.", {c for c in kept if len(split(f"a{c}a")) == 3}),
    "IDEOGRAPH": ("Each is a word of its own, before accents are taken off.", {c for c in kept if chinese(c) == f" {c} "}),
}
lines = ["// Made by train/reader/bert_characters.py: do not edit. Ranges of code points: how many are skipped, how many follow, in base 36.", ""]
for name, (comment, members) in tables.items():
    lines += [f"/** {comment} */", f"export const {name} =", f'  "{ranges(members)}";', ""]
OUT.write_text("\n".join(lines[:-1]) + "\n")
