"""What one person will meet, as their phone keeps it: packages, seals, loads, people, keys.

`values` says what it holds, `sight` who gets which part, `wire` how few bytes it takes.
The phone reads it with `field/src/manifest/`.
"""
