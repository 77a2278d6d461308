"""The comparison against other tools: quality and speed in one run.

    python -m benchmarks.comparison [--pairs N] [--repeat N] [--only NAME]

It reads the shared bench (pairs, planted edits, scorer) from $SMALLPRINT_SHARED or ../shared and prints two tables.
A tool that is not installed is named as such; what each needs:

    git         git
    wikidiff2   Debian: php-cli php-wikidiff2
    jsdiff      npm: `diff`, in node_modules here or in $SMALLPRINT_PEERS/node_modules
    rapidfuzz   comes with this project
"""
