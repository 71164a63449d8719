"""Read weather alerts in CAP 1.2, as BMKG publishes them, and the RSS list of them.

CAP says latitude first. Circles become polygons of `CORNERS` corners. Where one message says
the same in several languages, the Indonesian part is read.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from math import cos, pi, radians, sin
from pathlib import Path
from typing import Final

from tepat.adapters import safe_xml
from tepat.adapters.safe_xml import Element
from tepat.core.plan.hazard.alerts import (
    Alert,
    ListedAlert,
    Message,
    Reference,
    Ring,
    Warned,
)
from tepat.core.plan.hazard.forecasts import KM_A_DEGREE
from tepat.core.problems import Code, Problem, refuse

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
CORNERS: Final = 32
MOST_POINTS: Final = 20_000
"""Corners in one alert; BMKG's have some dozens."""
SHOWN: Final = 3
"""Alerts of a list that a sentence names."""
NO_END: Final = timedelta(hours=24)
"""How long an event without an end is taken to last."""


def read_alert(path: Path) -> tuple[Alert | None, list[Problem]]:
    """Return the alert in a file, or None, and what is wrong with it.

    Raises `Refused` where it is no CAP alert at all, or might be an attack; where it is the
    list of alerts, with the newest of them, for these are what is wanted.
    """
    root = _root(path)
    if root.name == "rss":
        raise _only_a_list(path)
    if root.name != "alert" or root.namespace != NAMESPACE:
        raise _no_alert(path.name, "akarnya bukan alert CAP 1.2", "its root is no CAP 1.2 alert")
    file = path.name
    sent = _moment(root.one("sent"))
    if sent is None:
        return None, [_wrong(Code.ALERT_TIME, file, "sent", root.one("sent"))]
    identifier, kind = root.one("identifier"), root.one("msgType")
    if not identifier:
        return None, [_wrong(Code.ALERT_PART, file, "identifier", "")]
    if kind in ("Ack", "Error"):
        # Between machines: it warns nobody and takes nothing back.
        return None, []
    if kind not in set(Message):
        return None, [_wrong(Code.ALERT_PART, file, "msgType", kind)]
    problems: list[Problem] = []
    warned = []
    if kind != Message.CANCEL:
        for info in _in_one_language(root.all("info")):
            event, found = _event(info, sent, file)
            problems += found
            if event is not None:
                warned.append(event)
    return (
        Alert(
            identifier,
            root.one("sender"),
            sent,
            Message(kind),
            root.one("status") == "Actual",
            _references(root.one("references")),
            tuple(warned),
        ),
        problems,
    )


def read_list(path: Path) -> tuple[list[ListedAlert], list[Problem]]:
    """Return the alerts that an RSS feed lists, and what is wrong with the rest."""
    root = _root(path)
    channels = root.all("channel")
    if root.name != "rss" or not channels:
        raise _no_alert(path.name, "akarnya bukan rss", "its root is no rss")
    listed, problems = [], []
    for item in channels[0].all("item"):
        identifier, link = item.one("guid"), item.one("link")
        sent = _posted(item.one("pubDate"))
        if sent is None:
            problems.append(_wrong(Code.ALERT_TIME, path.name, "pubDate", item.one("pubDate")))
        elif not identifier:
            problems.append(_wrong(Code.ALERT_PART, path.name, "guid", ""))
        elif not link.startswith(("https://", "http://")):
            problems.append(_wrong(Code.ALERT_PART, path.name, "link", link))
        else:
            listed.append(ListedAlert(identifier, item.one("title"), link, sent))
    return listed, problems


def _event(info: Element, sent: datetime, file: str) -> tuple[Warned | None, list[Problem]]:
    times: dict[str, datetime | None] = {}
    for part in ("onset", "effective", "expires"):
        text = info.one(part)
        times[part] = _moment(text)
        if text and times[part] is None:
            return None, [_wrong(Code.ALERT_TIME, file, part, text)]
    onset = times["onset"] or times["effective"] or sent
    rings, problems = [], []
    for area in info.all("area"):
        found = _rings(area)
        name = area.one("areaDesc") or info.one("event") or "?"
        if found is None:
            problems.append(Problem(Code.ALERT_AREA, {"file": file, "name": name[:80]}))
        else:
            rings += found
    if sum(map(len, rings)) > MOST_POINTS:
        problems.append(_wrong(Code.ALERT_PART, file, "polygon", f"> {MOST_POINTS}"))
        return None, problems
    event = Warned(
        info.one("event"),
        info.one("headline"),
        info.one("severity") or "Unknown",
        info.one("urgency") or "Unknown",
        info.one("certainty") or "Unknown",
        onset,
        times["expires"] or onset + NO_END,
        tuple(rings),
    )
    return event, problems


def _rings(area: Element) -> list[Ring] | None:
    """Return the polygons and circles of an area, or None where one cannot be read."""
    rings: list[Ring] = []
    try:
        for polygon in area.all("polygon"):
            corners = tuple(_corner(pair) for pair in polygon.text.split())
            if len(corners) < 4:
                return None
            rings.append(corners if corners[0] == corners[-1] else (*corners, corners[0]))
        for circle in area.all("circle"):
            centre, _, radius = circle.text.strip().partition(" ")
            rings.append(_circle(*_corner(centre), float(radius)))
    except ValueError:
        return None
    return rings or None


def _corner(pair: str) -> tuple[float, float]:
    lat, _, lon = pair.partition(",")
    corner = float(lat), float(lon)
    # Says no to what is no number, too.
    if not (-90 <= corner[0] <= 90 and -180 <= corner[1] <= 180):
        raise ValueError(pair)
    return corner


def _circle(lat: float, lon: float, km: float) -> Ring:
    if not 0 <= km <= 2_000:
        raise ValueError(km)
    reach = km / KM_A_DEGREE
    corners = [
        (
            lat + reach * sin(2 * pi * at / CORNERS),
            lon + reach * cos(2 * pi * at / CORNERS) / cos(radians(lat)),
        )
        for at in range(CORNERS)
    ]
    return (*corners, corners[0])


def _references(text: str) -> tuple[Reference, ...]:
    """Read `sender,identifier,sent sender,identifier,sent`."""
    triples = (each.split(",") for each in text.split())
    return tuple(Reference(each[0], each[1]) for each in triples if len(each) == 3)


def _in_one_language(infos: list[Element]) -> list[Element]:
    ours = [each for each in infos if each.one("language").lower().startswith("id")]
    return ours or infos


def _moment(text: str) -> datetime | None:
    """Return a time with its zone, or None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _posted(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _root(path: Path) -> Element:
    name = path.name
    try:
        with path.open("rb") as file:
            raw = file.read(safe_xml.LIMIT + 1)
    except OSError as no:
        said = str(no.strerror or no)
        raise _no_alert(name, said, said) from no
    if len(raw) > safe_xml.LIMIT:
        raise refuse(Code.ALERT_LARGE, file=name, limit=safe_xml.LIMIT >> 10)
    try:
        return safe_xml.parse(raw)
    except safe_xml.Declared as no:
        raise refuse(Code.ALERT_ENTITY, file=name) from no
    except safe_xml.Broken as no:
        raise _no_alert(name, f"XML rusak ({no})", f"broken XML ({no})") from no


def _only_a_list(path: Path) -> Exception:
    listed = sorted(read_list(path)[0], key=lambda each: each.sent, reverse=True)
    newest = "; ".join(f"{each.title[:80]} ({each.link[:120]})" for each in listed[:SHOWN])
    return refuse(Code.ALERT_LIST, file=path.name, n=len(listed), newest=newest or "–")


def _no_alert(file: str, value: str, value_en: str) -> Exception:
    return refuse(Code.ALERT_FILE, file=file, value=value, value_en=value_en)


def _wrong(code: Code, file: str, part: str, value: str) -> Problem:
    return Problem(code, {"file": file, "part": part, "value": value[:40]})
