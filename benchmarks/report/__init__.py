"""The report as a whole against a site generator on as many notes."""
