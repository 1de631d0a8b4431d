"""Readers of the sources' formats. Each gives paragraphs: a block of a page as one line, whatever columns it was wrapped at."""

import gzip
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

ITEM = re.compile(r"^\s*(?:[-*+•o]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s+")
HEADING_RULE = re.compile(r"^\s*[-=~*#_^+]{3,}\s*$")


def read(path: Path) -> str:
    """The file's text, unpacked where it is gzipped; empty when it is not text."""
    try:
        data = gzip.open(path).read() if path.suffix in (".gz", ".dz") else path.read_bytes()
    except OSError:
        return ""
    if b"\0" in data[:4096]:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def unwrap(text: str, wrapped_at: int = 50) -> list[str]:
    """Plain text → paragraphs. A line goes on in the next one unless it is short, or the next is blank, indented anew or an item."""
    paragraphs: list[str] = []
    last = ""  # the line before, as it stood
    for line in text.expandtabs(4).splitlines():
        line = line.rstrip()
        bare = line.strip()
        if not bare or HEADING_RULE.match(line):
            last = ""
            continue
        indent = len(line) - len(line.lstrip())
        joins = (
            last != ""
            and not ITEM.match(line)
            and (len(last) >= wrapped_at or ITEM.match(last) is not None)
            and (indent == len(last) - len(last.lstrip()) or ITEM.match(last) is not None)
        )
        if joins:
            paragraphs[-1] += " " + bare
        else:
            paragraphs.append(bare)
        last = line
    return paragraphs


class Blocks(HTMLParser):
    """HTML → the text of its blocks, without scripts, styles, navigation and preformatted code."""

    BLOCKS = set("p div li dt dd h1 h2 h3 h4 h5 h6 td th tr table ul ol dl blockquote section article title br figcaption page".split())
    CLOSED = set("script style pre nav header footer head code-block programlisting screen".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.text = ""
        self.closed = 0

    def end_block(self) -> None:
        bare = " ".join(self.text.split())
        if bare:
            self.paragraphs.append(bare)
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.CLOSED:
            self.closed += 1
        if tag in self.BLOCKS:
            self.end_block()

    def handle_endtag(self, tag):
        if tag in self.CLOSED:
            self.closed = max(0, self.closed - 1)
        if tag in self.BLOCKS:
            self.end_block()

    def handle_data(self, data):
        if not self.closed:
            self.text += data


def html(text: str) -> list[str]:
    blocks = Blocks()
    blocks.feed(text)
    blocks.close()
    blocks.end_block()
    return blocks.paragraphs


def man_page(path: Path) -> list[str]:
    """A manual page as `man` shows it on a terminal of a thousand columns."""
    shown = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=1000", str(path)], capture_output=True, timeout=20).stdout
    text = re.sub(".\b", "", shown.decode("utf-8", "replace"))
    return unwrap(text, wrapped_at=850)


def markdown(text: str, code: bool) -> list[str]:
    """Markdown → its blocks, links as their words, with or without fenced code."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    if not code:
        text = re.sub(r"^\s*(```|~~~).*?^\s*\1\s*$", "", text, flags=re.S | re.M)
        text = re.sub(r"(?:^(?: {4}|\t).*\n)+", "\n", text, flags=re.M)
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\[!\[.*?\]\(.*?\)\]\(.*?\)", "", text)
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"^\s*\[[^\]]+\]:.*$", "", text, flags=re.M)
        text = re.sub(r"</?[a-zA-Z][^>]*>", "", text)
        text = re.sub(r"^#+\s*", "\n", text, flags=re.M)
        text = re.sub(r"(\*\*|__)(\S.*?)\1", r"\2", text)
        return unwrap(text, wrapped_at=60)
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def fortunes(text: str) -> list[list[str]]:
    """A fortune file → its sayings, verse kept by lines."""
    return [unwrap(part, wrapped_at=62) for part in re.split(r"^%\s*$", text, flags=re.M)]


def serialised_strings(data: bytes) -> list[str]:
    """The strings of an R data file: each a flags word, its length and its bytes, big endian."""
    strings, at = [], 0
    for found in re.finditer(rb"\x00\x04\x00\x09(....)", data, flags=re.S):
        length = int.from_bytes(found[1], "big")
        if found.start() < at or length > 1000:
            continue
        at = found.end() + length
        strings.append(data[found.end() : at].decode("utf-8", "replace"))
    return strings
