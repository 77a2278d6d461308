"""``python -m benchmarks limits``: hostile pages, notes and archives, each through the command a user runs.

Every case is made in a folder of its own and run in a process of its own; its CPU seconds and most memory stand beside
the goal, and what the command printed is searched for the words that must be there and those that must not.
"""

import argparse
import hashlib
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import ROOT, print_table

MOST_SECONDS = 10
MOST_MEMORY = 500  # MB
LONGEST = 60  # CPU seconds after which a case is given up
MOST_ADDRESS_SPACE = 6 << 30

LAST = "We keep the last promise."
SITE = ROOT / "tests" / "sites" / "minimal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files by name, the command's arguments, words that its output must hold, and words that it must not."""

    name: str
    files: dict[str, Callable[[], bytes]]
    arguments: tuple[str, ...] = ("diff", "before.html", "after.html", "--format", "text")
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    site: bool = False  # laid over a copy of a small report
    fine: tuple[int, ...] = (0,)
    notes: str = field(default="")


def _page(middle: Callable[[], str]) -> dict[str, Callable[[], bytes]]:
    """A page and the same page with something in its middle; the last paragraph stands in both."""
    head, tail = "<title>Terms</title><h1>Terms</h1><p>We are first.</p>", f"<p>{LAST}</p>"
    return {
        "before.html": lambda: (head + tail).encode(),
        "after.html": lambda: (head + middle() + tail).encode(),
    }


def _text(middle: Callable[[], str]) -> dict[str, Callable[[], bytes]]:
    return {
        "before.md": lambda: f"# Terms\n\nWe are first.\n\n{LAST}\n".encode(),
        "after.md": lambda: f"# Terms\n\nWe are first.\n\n{middle()}\n\n{LAST}\n".encode(),
    }


def _on_pages() -> Iterator[Case]:
    kept = ("[-" + LAST, "{+" + LAST)
    pages: dict[str, Callable[[], str]] = {
        "150,000 tags": lambda: "<p>a" * 150_000,
        "160,000 empty b": lambda: "<b></b>" * 160_000,
        "table of 1,000 x 1,000": lambda: f"<table>{('<tr>' + '<td>c</td>' * 1000 + '</tr>') * 1000}</table>",
        "100,000 nested div": lambda: "<div>" * 100_000 + "deep" + "</div>" * 100_000,
        "100,000 nested b": lambda: "<b>" * 100_000 + "deep" + "</b>" * 100_000,
        "one word of 1 MB": lambda: "<p>" + "w" * 1_000_000 + "</p>",
        "< 100,000 times": lambda: "<p>" + "<" * 100_000 + "</p>",
        "40,000 options": lambda: "<select>" + "<option>one" * 40_000 + "</select>",
        "1,000,000 attributes": lambda: (
            "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">attributed</p>"
        ),
        "20,000 nested tables": lambda: "<table><tr><td>" * 20_000 + "in" + "</table>" * 20_000,
        "comments and scripts": lambda: "<!-- c --><script>var a</script>" * 100_000,
        "100,000 entities, links": lambda: "<a href=x>&amp;&lt;l</a> " * 100_000,
        "ids and classes": lambda: "".join(f"<p id=a{n} class=b{n}>" for n in range(100_000)),
        "formatting misnested": lambda: "<b><p></b><i>" * 20_000,
    }
    for name, middle in pages.items():
        yield Case(name=name, files=_page(middle), untold=kept)
    # Too much for any page: what was read is compared, and the rest is told.
    yield Case(
        name="1,000,000 li",
        files=_page(lambda: "<ul>" + "<li>a" * 1_000_000 + "</ul>"),
        told=("reading stopped",),
        untold=kept,
    )
    yield Case(
        name="one line of 100 MB, HTML",
        files=_page(lambda: "word " * 20_000_000),
        told=("reading stopped",),
        untold=kept,
    )


def _on_texts() -> Iterator[Case]:
    arguments = ("diff", "before.md", "after.md", "--format", "text")
    chance = random.Random(5)
    texts: dict[str, Callable[[], str]] = {
        "Markdown: [ 50,000 times": lambda: "[" * 50_000,
        "Markdown: ( 50,000 times": lambda: "(" * 50_000,
        "Markdown: ]( 50,000 times": lambda: "](" * 50_000,
        "Markdown: 1 MB of [": lambda: "[" * 1_000_000,
        "Markdown: * and _ mixed": lambda: "".join(chance.choices("*_ a`", k=300_000)),
        "Markdown: < 100,000 times": lambda: "<" * 100_000,
        "Markdown: one word of 1 MB": lambda: "w" * 1_000_000,
        "Markdown: at-signs": lambda: "a@" * 200_000,
        "Markdown: http:// in one word": lambda: "http://" * 100_000,
        "Markdown: digits and dots": lambda: "1." * 200_000,
        "Markdown: 100,000 items": lambda: "* a\n" * 100_000,
        "Markdown: bars": lambda: "|" * 300_000,
        "Markdown: backticks": lambda: "`a``b" * 60_000,
        "Markdown: nested quotes": lambda: ">" * 100_000 + " q",
    }
    for name, middle in texts.items():
        yield Case(name=name, files=_text(middle), arguments=arguments, untold=("[-" + LAST, "{+" + LAST))
    yield Case(
        name="Markdown: one line of 100 MB",
        files=_text(lambda: "x" * 100_000_000),
        arguments=arguments,
        told=("reading stopped",),
        untold=("[-" + LAST, "{+" + LAST),
    )


NOTE = "content/brightnote/terms-of-service/2024-04-01.md"


def _note(add: Callable[[], str], keys: Callable[[], str] = lambda: "") -> dict[str, Callable[[], bytes]]:
    def made() -> bytes:
        text = (SITE / NOTE).read_text(encoding="utf-8")
        head, rest = text.removeprefix("---\n").split("\n---\n", 1)
        return f"---\n{head}\n{keys()}---\n{rest}\n\n{add()}\n".encode()

    return {NOTE: made}


def _quotations(count: int = 5000) -> str:
    return "\n\n".join(
        f"> [!after more-{number}] 9.1\n> Keep your password to yourself." for number in range(count)
    )


def _on_content() -> Iterator[Case]:
    arguments = ("check", "--offline")
    rest: dict[str, Case] = {}

    def add(
        name: str, files: dict[str, Callable[[], bytes]], *told: str, fine: tuple[int, ...] = (0, 1)
    ) -> None:
        rest[name] = Case(name=name, files=files, arguments=arguments, told=told, site=True, fine=fine)

    add(
        "18,000 unknown keys",
        _note(lambda: "", lambda: "".join(f"k{n}: 1\n" for n in range(18_000))),
        "unknown key `k0`",
    )
    add("5,000 quotations", _note(_quotations), "too-", fine=(1,))
    add("note of 15 MB of prose", _note(lambda: "We read the terms. \n\n" * 750_000), "too-large", fine=(1,))
    add("note of 1 MB of [", _note(lambda: "[" * 1_000_000), "too-large", fine=(1,))
    add("note of 5,000 [", _note(lambda: "[" * 4_900))
    add("note of 500 quotations", _note(lambda: _quotations(490)))
    add("note of 290,000 «", _note(lambda: "«" * 290_000))
    add("note of 290,000 *_`", _note(lambda: "*_`a " * 58_000))
    add("history of 20,000 rows", {"content/brightnote/terms-of-service/captures.tsv": _many_rows})
    yield from rest.values()


def _many_rows() -> bytes:
    table = (SITE / "content/brightnote/terms-of-service/captures.tsv").read_text(encoding="utf-8")
    rows = [table]
    for n in range(20_000):
        time = f"2025-{n // 1800 + 1:02d}-{n // 65 % 28 + 1:02d}T{n // 60 % 24:02d}:{n % 60:02d}:{n // 86 % 60:02d}Z"
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        rows.append(
            f"example\t{time}\t{n + 2}\tfolder:c/{n}.md\t{digest}\t9\ttext/markdown\t{digest}\t\tchange\n"
        )
    return "".join(rows).encode()


def _package() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open("datapackage.json", "w", force_zip64=True) as member:
            member.write(b'{"resources": [')
            for _ in range(1500):
                member.write(b" " * 1_000_000)
            member.write(b"]}")
        package.writestr("archive/data.warc", b"")
    return made.getvalue()


def _on_archives() -> Iterator[Case]:
    yield Case(
        name="WACZ: datapackage of 1.5 GB",
        files={"before.md": lambda: b"One.\n", "bomb.wacz": _package},
        arguments=("diff", "before.md", "warc:bomb.wacz#https://a.example/@2024-01-01T00:00:00Z"),
        told=("datapackage.json",),
        fine=(1, 2, 3),
    )


def cases() -> Iterator[Case]:
    """Every case, the slowest kinds last."""
    yield from _on_pages()
    yield from _on_texts()
    yield from _on_content()
    yield from _on_archives()


def main(arguments: list[str]) -> int:
    """Run every case, or those whose name holds `--only`. Exits 1 where one is over its goal or says too little."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks limits", description=__doc__)
    parser.add_argument("--only", default="", help="only cases whose name holds this")
    parser.add_argument("--code", type=Path, default=ROOT, help="the source tree to run")
    options = parser.parse_args(arguments)
    print(f"\nHostile inputs by command: each at most {MOST_SECONDS} CPU s and {MOST_MEMORY} MB", flush=True)
    rows = []
    for case in cases():
        if options.only not in case.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_measure(case, Path(folder), options.code))
        print("  ".join(rows[-1]), file=sys.stderr, flush=True)
    print_table(["input", "CPU s", "MB", "exit", ""], rows)
    return int(any(row[-1] for row in rows))


def _measure(case: Case, folder: Path, code: Path) -> list[str]:
    if case.site:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
    for name, make in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
    command = [sys.executable, "-m", "generator", *case.arguments]
    environment = os.environ | {"PYTHONPATH": str(code), "SMALLPRINT_CACHE": str(folder / ".cache")}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT, preexec_fn=_bounded
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read().decode(errors="replace")
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    wrong = ["OVER"] if cpu > MOST_SECONDS or memory > MOST_MEMORY else []
    plain = " ".join(output.split())
    wrong += [f"does not say {words!r}" for words in case.told if words not in plain]
    wrong += [f"says {words!r}" for words in case.untold if words in plain]
    if process.returncode not in case.fine or "Traceback" in output:
        wrong.append(f"exit {process.returncode}: {output[-200:]!r}")
    return [case.name, f"{cpu:.1f}", f"{memory:.0f}", str(process.returncode), "; ".join(wrong)]


def _bounded() -> None:
    """Keep a case that never ends from taking the machine with it."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESS_SPACE, MOST_ADDRESS_SPACE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
