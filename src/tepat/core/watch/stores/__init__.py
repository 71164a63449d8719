"""Stores: how each stands by its inspections and the water, its backup, and its guards."""
