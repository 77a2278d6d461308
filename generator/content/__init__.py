"""Floor 2: content files to a catalog; quotations checked, passages addressed, locks kept. Pure: no I/O, no clock, no logging."""
