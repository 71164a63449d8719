"""Checking a published log from its files alone: tree, facts, chains, phones, states."""
