"""Passwords of a rehearsal that plays by itself: its officers log in dozens of times a minute.

The rounds that make a password dear to guess take a quarter of a second for each login. A demo that
goes on by itself has them, too: its logins are printed. Whoever opens the rehearsal afterwards
logs in with the usual rounds, and their hash is made anew.
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The usual hash with few rounds; the number of rounds stands in each hash."""

    iterations = 1_000

    def must_update(self, encoded: str) -> bool:
        """Tell whether a hash is made anew at a login: never one of more rounds."""
        return int(self.decode(encoded)["iterations"]) < self.iterations
