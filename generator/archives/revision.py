"""Content as it stood at a git revision of the report's own repository: the archive of what we published."""

from pathlib import Path

from generator.archives.ota import run_git
from generator.model.digests import digest_of
from generator.model.errors import Unavailable
from generator.model.sources import SourceFile


def read_revision(content: Path, revision: str) -> tuple[SourceFile, ...]:
    """The files below a content folder at `revision`, in order of path. Raises Unavailable with git's own words."""
    if revision.startswith("-"):
        raise Unavailable(f"{revision!r} is no git revision")
    root = content.resolve()
    run_git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    listed = run_git(root, ["ls-tree", "-r", "-z", revision, "."])
    entries = []
    for line in listed.split(b"\0"):
        meta, tab, name = line.partition(b"\t")
        if not tab:
            continue
        mode, kind, blob = meta.decode("ascii").split(" ")[:3]
        path = name.decode("utf-8", "replace")
        if kind == "blob" and mode != "120000" and "/captures/" not in f"/{path}":
            entries.append((path, blob))
    output = run_git(root, ["cat-file", "--batch"], "".join(f"{blob}\n" for _, blob in entries).encode())
    sources, at = [], 0
    for path, _ in entries:
        end = output.index(b"\n", at)
        size = int(output[at:end].split(b" ")[2])
        body = output[end + 1 : end + 1 + size]
        at = end + size + 2
        text = body.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        sources.append(SourceFile(path=path, text=text, digest=digest_of(body)))
    return tuple(sorted(sources, key=lambda source: source.path))
