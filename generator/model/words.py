"""`words-1`: the folding that quotations, addresses and word digests rest on. Frozen; test vectors in tests/model.

Recipe (design.md section 4): drop zero-width marks and soft hyphens; links and images to their words; drop emphasis,
code and heading marks; unescape; list markers stay; runs of white space of any kind to one space; trim.
"""

# The implementation lives here; see `fold` for the version that keeps a map to the source.
