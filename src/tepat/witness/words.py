"""How numbers are said to people here."""


def number(value: int) -> str:
    """Return a whole number with its groups.

    >>> number(40000)
    '40.000'
    """
    return f"{value:,}".replace(",", ".")
