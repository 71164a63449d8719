"""Logins of people at the desk."""
