"""The comparison: against other tools (quality and speed), whole against a git process, and on hostile pairs.

All read the shared bench (pairs, planted edits, scorer) from $SMALLPRINT_SHARED or ../shared. A tool that is not
installed is named as such; what each needs:

    git         git
    wikidiff2   Debian: php-cli php-wikidiff2
    jsdiff      npm: `diff`, in node_modules here or in $SMALLPRINT_PEERS/node_modules
    rapidfuzz   comes with this project
"""
