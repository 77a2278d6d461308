"""Exit codes, with a sentence each."""

FINE = 0  # done, nothing to complain about
PROBLEMS = 1  # problems were found and printed; nothing was published
USAGE = 2  # the command was asked for something it does not understand
UNAVAILABLE = 3  # evidence or an archive could not be reached; what was published stays
INTERRUPTED = 130  # a person pressed Ctrl-C
