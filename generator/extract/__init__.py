"""Floor 1: a capture's bytes to its policy text. Pure; knows values and nothing else."""

from generator.extract.policies import extract_policy

__all__ = ["extract_policy"]
