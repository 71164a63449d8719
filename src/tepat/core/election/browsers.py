"""Which browser on which system a session runs in, in words that its person knows.

A browser says so itself, in a text that names its ancestors too (MDN, "Browser detection using
the user agent"): the first mark that is found decides. A hint for people, never a rule's ground.
"""

from typing import Final

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> tuple[str, str]:
    """Return browser and system, each empty where the text does not name one.

    >>> browser_of("Mozilla/5.0 (Linux; Android 13) Chrome/126.0.0.0 Mobile Safari/537.36")
    ('Chrome', 'Android')
    >>> browser_of("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0.0.0 Safari/537.36 Edg/126.0")
    ('Edge', 'Windows')
    >>> browser_of("curl/8.5.0")
    ('', '')
    """
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return found[0], found[1]
