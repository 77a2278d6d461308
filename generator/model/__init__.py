"""Floor 0: what things are. Frozen values, errors, problems. Standard library only, no I/O."""
