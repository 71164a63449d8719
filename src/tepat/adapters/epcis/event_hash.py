"""The hash that names an EPCIS event: the same for every spelling of the event.

A text is made of all that an event says, in the order of CBV 2.0 (8.9), and hashed:
`ni:///sha-256;...?ver=CBV2.0` (RFC 6920). Identity, time of recording and error
declarations are left out, so that an event can carry its own hash as `eventID`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from tepat.adapters.epcis.gs1_keys import canonical_key

CBV: Final = "https://ref.gs1.org/cbv/"
VOC: Final = "https://gs1.org/voc/"
PREFIXES: Final = {"cbv": CBV, "gs1": VOC, "epcis": "https://ref.gs1.org/epcis/"}
_LEFT_OUT: Final = {
    "@context",
    "type",
    "isA",
    "eventID",
    "recordTime",
    "errorDeclaration",
    "certificationInfo",
}
_WORDS: Final = {
    "bizStep": f"{CBV}BizStep-",
    "disposition": f"{CBV}Disp-",
    "set": f"{CBV}Disp-",
    "unset": f"{CBV}Disp-",
    "component": f"{CBV}Comp-",
}
_METADATA: Final = (
    "time",
    "startTime",
    "endTime",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "bizRules",
)
_REPORT: Final = (
    "type",
    "exception",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "time",
    "microorganism",
    "chemicalSubstance",
    "value",
    "component",
    "stringValue",
    "booleanValue",
    "hexBinaryValue",
    "uriValue",
    "minValue",
    "maxValue",
    "meanValue",
    "sDev",
    "percRank",
    "percValue",
    "uom",
    "coordinateReferenceSystem",
)
_QUANTITY: Final = ("epcClass", "quantity", "uom")

Prefixes = Mapping[str, str]
Event = Mapping[str, Any]


def prefixes_of(document: Event) -> dict[str, str]:
    """Return the short names of namespaces that a document's `@context` gives."""
    given = document.get("@context", [])
    found = dict(PREFIXES)
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, dict):
            found.update({k: v for k, v in each.items() if isinstance(v, str)})
    return found


def event_hash(event: Event, prefixes: Prefixes = PREFIXES) -> str:
    """Return the `ni` URI that names `event`, one object of an EPCIS 2.0 event list."""
    digest = sha256(pre_hash(event, prefixes).encode("utf-8")).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def pre_hash(event: Event, prefixes: Prefixes = PREFIXES) -> str:
    """Return the text that is hashed, its parts joined without a separator."""
    text = f"eventType={event['type']}"
    for name, write in _ORDER:
        if event.get(name) not in (None, [], {}):
            text += write(name, event[name], prefixes)
    return text + _extensions(event, {name for name, _ in _ORDER} | _LEFT_OUT, prefixes)


def _value(name: str, value: Any, prefixes: Prefixes) -> str:
    return f"{name}={_written(name, value, prefixes)}"


def _written(name: str, value: Any, prefixes: Prefixes) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(value)
    text = str(value).strip()
    if name.lower().endswith("time"):
        return _moment(text)
    if name in _WORDS and ":" not in text:
        return _WORDS[name] + text
    prefix, colon, rest = text.partition(":")
    if colon and not rest.startswith("//") and prefix in prefixes:
        return prefixes[prefix] + rest
    return canonical_key(text)


def _number(value: float | Decimal) -> str:
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        return text
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sorted(parts: list[str]) -> str:
    return "".join(sorted(parts))


def _list_of(child: str) -> Callable[[str, Any, Prefixes], str]:
    return lambda name, values, prefixes: (
        name + _sorted([_value(child, each, prefixes) for each in values])
    )


def _quantities(name: str, values: Any, prefixes: Prefixes) -> str:
    return name + _sorted(
        [
            "quantityElement"
            + "".join(_value(key, each[key], prefixes) for key in _QUANTITY if key in each)
            for each in values
        ]
    )


def _typed(child: str, words: str) -> Callable[[str, Any, Prefixes], str]:
    """A list of things with a type: the type, then the thing."""

    def write(name: str, values: Any, prefixes: Prefixes) -> str:
        parts = []
        for each in values:
            kind = each.get("type", "")
            known = kind if not kind or ":" in kind else f"{CBV}{words}-{kind}"
            head = f"type={_written('', known, prefixes)}" if kind else ""
            parts.append(head + _value(child, each[child], prefixes))
        return name + _sorted(parts)

    return write


def _place(name: str, place: Any, prefixes: Prefixes) -> str:
    return f"{name}{_value('id', place['id'], prefixes)}{_extensions(place, {'id'}, prefixes)}"


def _persistent(name: str, value: Any, prefixes: Prefixes) -> str:
    return name + "".join(
        _sorted([_value(key, each, prefixes) for each in value.get(key, [])])
        for key in ("set", "unset")
    )


def _sensors(name: str, elements: Any, prefixes: Prefixes) -> str:
    return name + _sorted([_sensor(each, prefixes) for each in elements])


def _sensor(element: Event, prefixes: Prefixes) -> str:
    text = "sensorElement"
    if metadata := element.get("sensorMetadata"):
        text += "sensorMetadata" + _fields(metadata, _METADATA, prefixes)
    text += _sorted(
        [
            "sensorReport" + _fields({**each, **_kind_of(each)}, _REPORT, prefixes)
            for each in element.get("sensorReport", [])
        ]
    )
    return text + _extensions(element, {"sensorMetadata", "sensorReport"}, prefixes)


def _kind_of(report: Event) -> dict[str, str]:
    """Kinds of measurement and of alert are bare words of GS1's vocabulary."""
    return {
        key: VOC + report[key]
        for key in ("type", "exception")
        if key in report and ":" not in report[key]
    }


def _fields(value: Event, names: tuple[str, ...], prefixes: Prefixes) -> str:
    known = "".join(_value(name, value[name], prefixes) for name in names if name in value)
    return known + _extensions(value, set(names), prefixes)


def _ilmd(name: str, value: Any, prefixes: Prefixes) -> str:
    return name + _extensions(value, set(), prefixes)


def _extensions(value: Event, known: set[str], prefixes: Prefixes) -> str:
    parts: list[str] = []
    for name in value:
        if name not in known and ":" in name:
            parts += _extension(name, value[name], prefixes)
    return _sorted(parts)


def _extension(name: str, value: Any, prefixes: Prefixes) -> list[str]:
    """One extension as texts: a list gives one each, an object holds its own."""
    if isinstance(value, list):
        return [text for each in value for text in _extension(name, each, prefixes)]
    prefix, _, local = name.partition(":")
    key = f"{{{prefixes.get(prefix, prefix)}}}{local}"
    if isinstance(value, dict):
        return [key + _extensions(value, {"@context"}, prefixes)]
    return [f"{key}={_written(local, value, prefixes)}"]


_ORDER: Final[tuple[tuple[str, Callable[[str, Any, Prefixes], str]], ...]] = (
    ("eventTime", _value),
    ("eventTimeZoneOffset", _value),
    ("epcList", _list_of("epc")),
    ("parentID", _value),
    ("inputEPCList", _list_of("epc")),
    ("childEPCs", _list_of("epc")),
    ("quantityList", _quantities),
    ("childQuantityList", _quantities),
    ("inputQuantityList", _quantities),
    ("outputEPCList", _list_of("epc")),
    ("outputQuantityList", _quantities),
    ("action", _value),
    ("transformationID", _value),
    ("bizStep", _value),
    ("disposition", _value),
    ("persistentDisposition", _persistent),
    ("readPoint", _place),
    ("bizLocation", _place),
    ("bizTransactionList", _typed("bizTransaction", "BTT")),
    ("destinationList", _typed("destination", "SDT")),
    ("sourceList", _typed("source", "SDT")),
    ("sensorElementList", _sensors),
    ("ilmd", _ilmd),
)
"""The canonical order of properties, each with how it is written."""
