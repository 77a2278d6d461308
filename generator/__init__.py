"""Smallprint: a static site generator for a public report on how companies change their terms and policies."""

__version__ = "0.1.0"
