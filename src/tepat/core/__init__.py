"""The rules: plain functions on frozen values.

No Django, no files, no network, no clock. Time, tables and keys arrive as arguments.
"""
