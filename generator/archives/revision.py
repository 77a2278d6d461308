"""Content as it stood at a git revision of the report's own repository: the archive of what we published.

The repository is the user's own, yet it is read as a stranger's clone would be: through a view, none of its settings obeyed.
Branches, tags, commits and what was fetched last can be named; reflogs (`main@{1}`) and upstreams (`@{u}`) cannot.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from generator.archives.clone import find_git, git_root, head_of, write_view
from generator.archives.ota import run_git
from generator.model.digests import digest_of
from generator.model.errors import Unavailable
from generator.model.sources import SourceFile


def read_revision(content: Path, revision: str) -> tuple[SourceFile, ...]:
    """The files below a content folder where our history left that of `revision`, in order of path.

    What others published on a branch since we began is not ours to tell of. Where the two share no commit, the revision
    itself is read. Raises Unavailable with git's own words.
    """
    if revision.startswith("-"):
        raise Unavailable(f"{revision!r} is no git revision")
    folder = content.resolve()
    top = git_root(folder)
    git = find_git(top)
    with tempfile.TemporaryDirectory(prefix="smallprint-") as held:
        view = Path(held, "view")
        write_view(view, git, head=head_of(git), references=True)
        return _read_files(view, revision, folder.relative_to(top).as_posix())


def _read_files(view: Path, revision: str, prefix: str) -> tuple[SourceFile, ...]:
    try:
        named = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
        commit = run_git(view, named).decode("ascii").strip()
    except Unavailable as error:
        raise Unavailable(f"{revision!r} is no commit of this repository") from error
    with suppress(Unavailable):  # a shallow clone, or no history in common
        commit = run_git(view, ["merge-base", "HEAD", commit]).decode("ascii").strip() or commit
    below = "" if prefix == "." else f"{prefix}/"
    listed = run_git(view, ["ls-tree", "-r", "-z", "--full-tree", commit, *([below] if below else [])])
    entries = []
    for line in listed.split(b"\0"):
        meta, tab, name = line.partition(b"\t")
        if not tab:
            continue
        mode, kind, blob = meta.decode("ascii").split(" ")[:3]
        path = name.decode("utf-8", "replace").removeprefix(below)
        if kind == "blob" and mode != "120000" and "/captures/" not in f"/{path}":
            entries.append((path, blob))
    output = run_git(view, ["cat-file", "--batch"], "".join(f"{blob}\n" for _, blob in entries).encode())
    sources, at = [], 0
    for path, _ in entries:
        end = output.index(b"\n", at)
        size = int(output[at:end].split(b" ")[2])
        body = output[end + 1 : end + 1 + size]
        at = end + size + 2
        text = body.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        sources.append(SourceFile(path=path, text=text, digest=digest_of(body)))
    return tuple(sorted(sources, key=lambda source: source.path))
