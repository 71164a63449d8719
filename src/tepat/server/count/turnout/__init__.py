"""Turnout through the day."""
