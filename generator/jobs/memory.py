"""Memory that the C library keeps after a large parse, given back to the system."""

import ctypes


def give_back_memory() -> None:
    """Ask the C library to return what was freed. The tree of a page of a million tags is 300 MB, and glibc keeps it."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # another C library
        return
    trim(0)
