"""Incidents: what went wrong, who holds it, what was decided, and what proves that it is over."""
