"""Clean English of many registers → OUT/NAME.txt and OUT/NAME.holdout.txt (a tenth, whole documents), with an index.

    python3 gather.py --debian UNPACKED --npm UNPACKED --corpora FOLDER --out OUT

A document is its paragraphs, one a line; an empty line ends it. See README.md for where the sources come from.
"""

import argparse
import glob
import hashlib
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import extract
import written

Document = list[str]
Source = Iterator[tuple[str, Document]]  # the key decides on which side of the holdout a document falls: related documents share it

ENGLISH = set("the of and to a in is that for it on as with be by this are or not from at an if you which can".split())
WORD = re.compile(r"[A-Za-z']+")


def is_english(document: Document) -> bool:
    """Whether function words make up at least a tenth of it: lists and foreign text do not teach reading."""
    words = WORD.findall(" ".join(document).lower())
    return len(words) >= 20 and sum(word in ENGLISH for word in words) >= 0.1 * len(words)


def manpages(debian: Path) -> Source:
    pages = glob.glob("/usr/share/man/man[1-9]/*.gz") + glob.glob(f"{debian}/*/usr/share/man/man[1-9]/*.gz")
    of_program: dict[str, int] = {}
    for page in sample(pages, len(pages)):
        program = re.split(r"[._-]", Path(page).name)[0]
        of_program[program] = of_program.get(program, 0) + 1
        if of_program[program] <= 25 and Path(page).stat().st_size > 600 and len(of_program) < 2500:
            yield program, extract.man_page(Path(page))


def html_manuals(debian: Path) -> Source:
    for package in sorted(debian.iterdir()):
        pages = [p for p in sorted(package.rglob("*.html")) + sorted(package.rglob("*.html.gz")) if not FOREIGN.search(str(p))]
        for page in sample(pages, 150):
            yield str(page.relative_to(debian)), extract.html(extract.read(page))


FOREIGN = re.compile(r"(?:[./_-]|/html/)(?:ar|bg|ca|cs|da|de|el|es|eu|fa|fi|fr|gl|hr|hu|id|it|ja|ko|lt|lv|nb|nl|nn|pl|pt|pt_BR|pt-br|ro|ru|sk|sl|sr|sv|tr|uk|vi|zh|zh_CN|zh-cn|zh-tw|zh_TW)(?:[./_-])")


def help_pages(debian: Path) -> Source:
    for page in sample([p for p in debian.rglob("*.page") if "/C/" in str(p) or "/en" in str(p)], 3000):
        yield str(page.relative_to(debian)), extract.html(extract.read(page))


def text_manuals(debian: Path) -> Source:
    suffixes = (".txt", ".txt.gz", ".rst", ".rst.gz", ".gz", "")
    for package in sorted(debian.iterdir()):
        files = [p for p in (package / "usr/share/doc").rglob("*") if p.is_file() and p.name.lower().endswith(suffixes)]
        kept = [p for p in files if p.suffix in (".txt", ".rst") or re.search(r"README|NEWS|FAQ|TODO|INSTALL|\.(txt|rst)\.gz", p.name)]
        for path in sample([p for p in kept if not FOREIGN.search(str(p)) and p.stat().st_size > 400], 120):
            yield str(path.relative_to(debian)), extract.unwrap(extract.read(path))
    for path in sorted((debian / "vim-runtime").rglob("doc/*.txt")):
        yield path.name, extract.unwrap(extract.read(path))


def licences(debian: Path, npm: Path) -> Source:
    paths = glob.glob("/usr/share/doc/*/copyright") + glob.glob(f"{debian}/*/usr/share/doc/*/copyright")
    paths += glob.glob("/usr/share/common-licenses/*") + [str(p) for p in npm.rglob("*") if "licen" in p.name.lower() and p.is_file()]
    for path in sample(paths, 1500):
        yield path, extract.unwrap(re.sub(r"(?m)^[ \t]+\.[ \t]*$", "", extract.read(Path(path)))[:60000])


def readmes(npm: Path, code: bool) -> Source:
    for path in sorted(npm.rglob("*")):
        if path.is_file() and path.name.lower().startswith("readme") and not FOREIGN.search(path.name):
            yield path.relative_to(npm).parts[0], extract.markdown(extract.read(path), code)


def package_docs(npm: Path) -> Source:
    for path in sample([p for p in npm.rglob("*.md") if not re.match(r"(?i)readme|change|history|licen", p.name) and not FOREIGN.search(p.name)], 1200):
        yield path.relative_to(npm).parts[0], extract.markdown(extract.read(path), False)


def changelogs(debian: Path, npm: Path) -> Source:
    for path in sorted(npm.rglob("*")):
        if path.is_file() and re.match(r"(?i)(changelog|history|changes)", path.name):
            yield path.relative_to(npm).parts[0], extract.unwrap(extract.read(path)[:40000], 70)
    for path in sample([*debian.glob("*/usr/share/doc/*/changelog*.gz"), *debian.glob("*/usr/share/doc/*/NEWS*.gz")], 300):
        yield path.name + str(path.parent), extract.unwrap(extract.read(path)[:40000], 60)


def sayings(debian: Path) -> Source:
    for package in ("fortunes", "fortunes-min", "fortunes-debian-hints", "fortunes-bofh-excuses"):
        for path in sorted((debian / package / "usr/share/games/fortunes").iterdir()):
            if path.is_file() and path.suffix == "" and path.name not in ("ascii-art", "translate-me", "art"):
                for saying in extract.fortunes(extract.read(path)):
                    yield " ".join(saying)[:200], saying
    for path in sorted((debian / "display-dhammapada").rglob("*english*.txt")) + sorted((debian / "verse").rglob("*.verse")):
        for block in re.split(r"\n\s*\n|\n(?=\d)", extract.read(path)):
            yield block[:60], [" ".join(line.split()) for line in block.splitlines() if line.strip()]


def dictionaries(debian: Path) -> Source:
    for path in sorted(debian.glob("dict-*/usr/share/dictd/*.dict.dz")):
        for block in re.split(r"\n(?=\S)", extract.read(path)):
            yield block[:200], extract.unwrap(block)


def essays(debian: Path) -> Source:
    for path in sorted((debian / "anarchism").rglob("*.md")) + sorted((debian / "anarchism").rglob("*.md.gz")):
        yield path.name, extract.markdown(extract.read(path), False)


def old_novels(debian: Path) -> Source:
    data = next(debian.glob("r-cran-janeaustenr/**/Rdata.rdb")).read_bytes()
    for found in re.finditer(rb"x[\x9c\xda\x01]", data):
        try:
            lines = extract.serialised_strings(zlib.decompressobj().decompress(data[found.start() :]))
        except zlib.error:
            continue
        if len(lines) > 5000:
            paragraphs = extract.unwrap("\n".join(lines), 40)
            for at in range(0, len(paragraphs), 40):
                yield f"{found.start()} {at // 400}", paragraphs[at : at + 40]


def scripture(debian: Path) -> Source:
    for index in sorted(debian.glob("sword-text-*/**/*.bzs")):
        sizes, blocks = index.read_bytes(), index.with_suffix(".bzz").read_bytes()
        for at in range(0, len(sizes) - 11, 12):
            start, size = int.from_bytes(sizes[at : at + 4], "little"), int.from_bytes(sizes[at + 4 : at + 8], "little")
            try:
                text = zlib.decompress(blocks[start : start + size]).decode("utf-8", "replace")
            except zlib.error:
                continue
            verses = [" ".join(re.sub(r"<note.*?</note>|<[^>]+>", "", verse).split()) for verse in re.split(r"\n|<verse[^>]*>|<milestone[^>]*/>|¶", text)]
            verses = [verse for verse in verses if verse]
            for first in range(0, len(verses), 40):
                yield f"{index.name} {at} {first}", verses[first : first + 40]


def game_dialogues(debian: Path) -> Source:
    for path in sorted((debian / "endless-sky-data").rglob("data/**/*.txt")):
        spoken = [line.strip() for line in re.findall(r"`([^`\n]{40,})`", extract.read(path))]
        for at in range(0, len(spoken), 30):
            yield path.name, spoken[at : at + 30]


def from_corpus(path: Path, words: int) -> Source:
    """Runs of thirty lines, spread over a corpus of ours (which does not tell where its documents end), up to about so many words."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    taken = 0
    for at in sample(list(range(0, len(lines), 30)), len(lines)):
        if taken >= words:
            return
        document = lines[at : at + 30]
        taken += sum(len(line.split()) for line in document)
        yield f"{path.name} {at // 60}", document


def sample(items: list, most: int) -> list:
    """At most so many, drawn with a fixed seed from the sorted list."""
    items = sorted(items)
    chosen = random.Random(7).sample(items, min(most, len(items)))
    return chosen


def write(out: Path, name: str, register: str, source: Source, least_words: int = 20) -> None:
    seen: set[bytes] = set()
    counts = {"": 0, ".holdout": 0}
    files = {part: open(out / f"{name}{part}.txt", "w", encoding="utf-8") for part in counts}
    for key, document in source:
        document = [" ".join(line.split()) if name != "readmes-with-code" else line.replace("\t", "  ") for line in document]
        document = [line for line in document if line]
        text = "\n".join(document)
        digest = hashlib.md5(re.sub(r"\W+|\d+", "", text.lower()).encode()).digest()
        if digest in seen or len(text.split()) < least_words or not (is_english(document) or register == "written"):
            continue
        seen.add(digest)
        part = ".holdout" if hashlib.md5(key.encode()).digest()[0] % 10 == 0 else ""
        counts[part] += len(text.split())
        files[part].write(text + "\n\n")
    for file in files.values():
        file.close()
    print(name, counts, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("debian", "npm", "corpora", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", nargs="*", help="names of registers to gather; all by default")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    sources = {
        "manpages": ("manual pages", lambda: manpages(given.debian)),
        "manuals-html": ("manuals, handbooks, policies", lambda: html_manuals(given.debian)),
        "help-pages": ("user help", lambda: help_pages(given.debian)),
        "manuals-text": ("READMEs, FAQs and manuals in plain text", lambda: text_manuals(given.debian)),
        "licences": ("licences", lambda: licences(given.debian, given.npm)),
        "readmes": ("READMEs of packages without code", lambda: readmes(given.npm, False)),
        "readmes-with-code": ("READMEs of packages as they stand", lambda: readmes(given.npm, True)),
        "package-docs": ("documentation of packages", lambda: package_docs(given.npm)),
        "changelogs": ("changelogs", lambda: changelogs(given.debian, given.npm)),
        "sayings": ("quotations, jokes, verse", lambda: sayings(given.debian)),
        "dictionaries": ("dictionary articles", lambda: dictionaries(given.debian)),
        "essays": ("political essays", lambda: essays(given.debian)),
        "old-novels": ("novels of 1811–1817", lambda: old_novels(given.debian)),
        "scripture": ("scripture, 1769 and modern", lambda: scripture(given.debian)),
        "game-dialogues": ("dialogues of a game", lambda: game_dialogues(given.debian)),
        "speeches": ("presidents' speeches", lambda: from_corpus(given.corpora / "general-presidents.txt", 10**9)),
        "brown": ("fiction, belles lettres, essays of 1961", lambda: from_corpus(given.corpora / "general-brown.txt", 10**9)),
        "encyclopedia": ("encyclopedia articles", lambda: from_corpus(given.corpora / "general-wikitext2.txt", 10**9)),
        "blogs": ("government blogs", lambda: from_corpus(given.corpora / "general-usgov-blogs.txt", 10**9)),
        "whitehouse": ("transcripts and statements", lambda: from_corpus(given.corpora / "general-whitehouse.txt", 2_000_000)),
        "arxiv": ("abstracts, physics and computing", lambda: from_corpus(given.corpora / "science-arxiv.txt", 2_000_000)),
        "medicine": ("abstracts, medicine", lambda: from_corpus(given.corpora / "science-pmc.txt", 2_000_000)),
        "web-english": ("English of the web, learners included", lambda: from_corpus(given.corpora / "general-ud-english.txt", 10**9)),
    }
    for name, make in written.REGISTERS.items():
        sources[f"written-{name}"] = ("written", lambda make=make, name=name: written.documents(name, make))
    for name, (register, source) in sources.items():
        if given.only and name not in given.only:
            continue
        write(given.out, name, register, source(), 8 if register in ("written", "quotations, jokes, verse", "dictionary articles") else 20)
    rows = ["name\twords\tregister"]
    for path in sorted(given.out.glob("*.txt")):
        register = sources[path.name.split(".")[0]][0]
        rows.append(f"{path.name}\t{len(path.read_text(encoding='utf-8').split())}\t{register}")
    (given.out / "INDEX.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
