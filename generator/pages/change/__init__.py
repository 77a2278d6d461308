"""A change: its page, its short pages and its card."""
