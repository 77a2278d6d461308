"""The real report with its mirror: what an editor and a host wait for."""
