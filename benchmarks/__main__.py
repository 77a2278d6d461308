"""``python -m benchmarks [PART] [OPTIONS]``: one part with its options, or all of them one after another.

    peers      quality and speed of the comparison beside other tools
    redlines   whole redlines and the reading of texts beside a git process
    hostile    pairs meant to be slow or large, with their memory
    limits     hostile pages, notes and archives through the commands, with their memory
    report     an invented report beside Hugo on as many notes
    real       the real report with its mirror
    search     whether the site in site/ is searched by passages: sixty questions (needs Node)

Figures are ratios to a peer or floor measured in the same run; the machine should be idle.
"""

import importlib
import sys

PARTS = {
    "peers": "benchmarks.comparison.tools",
    "redlines": "benchmarks.comparison.redlines",
    "hostile": "benchmarks.comparison.hostile",
    "limits": "benchmarks.comparison.limits",
    "report": "benchmarks.report.__main__",
    "real": "benchmarks.real.__main__",
    "search": "benchmarks.search.__main__",
}


def main(arguments: list[str]) -> int:
    """Run the part that is named first, else every part; the highest exit code counts."""
    if arguments and arguments[0] in PARTS:
        return _run(arguments[0], arguments[1:])
    if arguments:
        print(__doc__)
        return 0 if arguments[0] in ("-h", "--help") else 2
    return max(_run(part, []) for part in PARTS)


def _run(part: str, arguments: list[str]) -> int:
    print(f"\n== {part}", flush=True)
    code: int = importlib.import_module(PARTS[part]).main(arguments)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
