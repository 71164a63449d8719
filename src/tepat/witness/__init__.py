"""Supervising a log without trusting its server: witness, verifier, mirror.

Needs the core and the standard library only, so that it runs on any laptop.
"""
