"""Histories of the shared archive, as they lie there: loose files, or packed into a `tar.xz` beside their index."""

import json
import tarfile
from pathlib import Path


def read_packed(folder: Path) -> dict[str, bytes]:
    """The files of every `tar.xz` of a folder, by name."""
    packed: dict[str, bytes] = {}
    for archive in sorted(folder.glob("*.tar.xz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                held = tar.extractfile(member)
                if held is not None:
                    packed[Path(member.name).name] = held.read()
    return packed


def read_history(folder: Path) -> list[tuple[str, str]]:
    """Time and text of every capture of a history, in time order."""
    packed = read_packed(folder)
    rows = [json.loads(line) for line in (folder / "history.jsonl").read_text("utf-8").splitlines()]
    history = []
    for row in rows:
        name = Path(row["file"]).name
        body = packed[name] if name in packed else (folder / name).read_bytes()
        history.append((row["captured_at"], body.decode("utf-8")))
    return history
