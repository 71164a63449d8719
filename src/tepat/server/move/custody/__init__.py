"""Custody as the facts imply it: folded from the log, dropped and folded again at will."""
