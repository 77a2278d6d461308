"""Data files and feeds beside the pages."""
