"""Libraries that log what they stumble over in a stranger's file: what matters of it is told as a warning of the text."""

import logging


def silence_libraries() -> None:
    """Keep them from writing to the terminal. Called once in each process."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
