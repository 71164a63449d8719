"""One form on paper, never official."""
