"""Passwords of a rehearsal that plays by itself: its officers log in dozens of times a minute.

The rounds that make a password dear to guess take a quarter of a second for each login. Whoever
opens the rehearsal afterwards logs in with the usual rounds, and their hash is made anew.
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The usual hash with few rounds; the number of rounds stands in each hash."""

    iterations = 1_000
