"""How numbers, and what strangers wrote, are said to people here."""


def number(value: int) -> str:
    """Return a whole number with its groups.

    >>> number(40000)
    '40.000'
    """
    return f"{value:,}".replace(",", ".")


def printable(text: str) -> str:
    """What a stranger wrote, fit for a screen: no codes for the terminal.

    >>> printable("a\\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join(each if each.isprintable() else "?" for each in text)
