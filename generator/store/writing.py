"""Small files of content and settings, written whole or not at all."""

import os
import secrets
from pathlib import Path


def write_text(path: Path, text: str) -> Path:
    """Write `text` at `path` through a temporary file beside it, so that a killed run leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}.part"
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
