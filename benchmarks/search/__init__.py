"""Whether search finds the passage that was asked for: sixty questions, and the few that the ranking was tuned on."""
