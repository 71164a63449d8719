"""Stores at the desk: inspections, water, backups, what stands there, and their guards."""
