"""Facts as bytes: one canonical form. Knows nothing of elections."""
