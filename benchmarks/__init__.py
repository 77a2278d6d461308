"""Measures, run by hand: `make bench`, or `make bench ARGS="report --changes 1000"` for a part alone."""
