"""Swap two folders: in one step where the system has it, else by two renames with a journal.

Linux can exchange two names atomically (``renameat2`` with ``RENAME_EXCHANGE``), so that a reader meets the old folder or
the new one and never none. Elsewhere two renames do it; a process that dies between them leaves a journal, and
`recover` finishes what it began the next time anything is published.
"""

import ctypes
import errno
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def swap(idle: Path, live: Path, work: Path) -> None:
    """Make `idle` the folder at `live`, and the one that was there `idle`. Raises OSError with both as they were."""
    if not os.path.lexists(live):
        idle.rename(live)
    elif not exchange(idle, live):
        swap_by_renames(idle, live, work)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where this system or file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    failed = renameat2(
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(one)),
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(other)),
        ctypes.c_uint(_RENAME_EXCHANGE),
    )
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def swap_by_renames(idle: Path, live: Path, work: Path) -> None:
    """Two renames under a journal. Where the second fails the first is taken back."""
    retired, journal = work / "retired", work / "journal"
    _write_journal(journal)
    live.rename(retired)
    try:
        idle.rename(live)
    except OSError:
        retired.rename(live)
        journal.unlink()
        raise
    retired.rename(idle)
    journal.unlink()


def recover(idle: Path, live: Path, work: Path) -> None:
    """Finish what a process that died inside `swap_by_renames` had begun. Does nothing where there is no journal.

    The journal is written when the idle generation is whole, so going forward is always right.
    """
    retired, journal = work / "retired", work / "journal"
    if not journal.exists():
        return
    if retired.exists():
        if not os.path.lexists(live):
            (idle if idle.exists() else retired).rename(live)
        if retired.exists():
            if idle.exists():  # something made a new folder at `live` meanwhile; both generations are spare
                shutil.rmtree(retired)
            else:
                retired.rename(idle)
    journal.unlink()


def _write_journal(journal: Path) -> None:
    with journal.open("wb") as out:
        out.write(b"the idle generation is whole; swap it with the live one\n")
        out.flush()
        os.fsync(out.fileno())
