"""Incidents at the desk: what facts opened, what people did, and what came of it."""
