"""Floor 3: quotations, passages, lives and brackets, from content and texts. Pure."""
