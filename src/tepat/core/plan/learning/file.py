"""The file of priors, `tepat-priors/2`: canonical JSON, so the same data give the same bytes.

Its name is the SHA-256 of its bytes. The desk that wrote it signs it: `key` and `signature` stand
in it, both in base64, the signature over all the rest. Whether that key is the desk's only the
reader can say. What it holds is documented in `docs/plan/priors.md`.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Any, Final

from tepat.core.election.regions import in_indonesia
from tepat.core.log import canonical, keys, spelling
from tepat.core.plan.learning.values import (
    MICRO,
    Closure,
    Cost,
    Delivered,
    Leg,
    Pace,
    Priors,
    Service,
    Spread,
    Surveyed,
)
from tepat.core.problems import Code, refuse

FORM: Final = "tepat-priors/2"
FIRST_FORM: Final = "tepat-priors/1"
"""Its points have neither a count nor a mark of the name. Still read, no longer written."""
_ROWS: Final[Mapping[str, type[Any]]] = {
    "legs": Leg,
    "paces": Pace,
    "services": Service,
    "closures": Closure,
    "suppliers": Delivered,
    "costs": Cost,
    "points": Surveyed,
}


def write(priors: Priors, signer: keys.Signer | None = None) -> bytes:
    """Return the bytes of the file: the same for the same priors and key, rows in their own order.

    Without a `signer` nobody signs it, whoever signed what it was read from.
    """
    said = asdict(priors) | {"form": FORM}
    del said["key"]
    for name in _ROWS:
        said[name] = sorted(_listed(said[name]), key=lambda row: canonical.encode(row))
    said["plans"] = sorted(priors.plans)
    said["left_out"] = dict(priors.left_out)
    if signer is not None:
        said["key"] = spelling.to_base64(signer.public)
        said["signature"] = spelling.to_base64(keys.sign_body(signer, keys.PRIORS, _body(said)))
    return _body(said) + b"\n"


def _body(said: Mapping[str, Any]) -> bytes:
    return canonical.encode(dict(said), at_most=canonical.LARGEST_LIST)


def key_id(priors: Priors) -> str:
    """Return the id by which people compare the key that signed: 32 digits; "" nobody signed."""
    public = spelling.from_base64(priors.key) if priors.key else None
    return keys.key_id(public) if public else ""


def name_of(data: bytes) -> str:
    """Return the name of a file: the SHA-256 of its bytes."""
    return sha256(data).hexdigest()


def read(data: bytes, file: str) -> Priors:
    """Return the priors in `data`. Raises `Refused` where it is no such file, or not as signed.

    `file` is only for the sentence.
    """
    try:
        said = canonical.decode(data.rstrip(b"\n"), at_most=canonical.LARGEST_LIST)
        _verify(said, file)
        form = said.pop("form")
        if form not in (FORM, FIRST_FORM) or not data.endswith(b"}\n"):
            raise ValueError(form)
        if form == FIRST_FORM:
            said["points"] = [{**row, "n": 0, "name": ""} for row in said["points"]]
        rows = {name: tuple(_row(kind, row) for row in said[name]) for name, kind in _ROWS.items()}
        plans, left_out = tuple(said["plans"]), tuple(sorted(said["left_out"].items()))
        priors = Priors(**{**said, **rows, "plans": plans, "left_out": left_out})
        _check(priors)
    except (canonical.NotCanonical, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise refuse(Code.PRIORS_FILE, file=file, form=FORM) from wrong
    return priors


def _verify(said: dict[str, Any], file: str) -> None:
    """Take the signature out of a file. Raises `Refused` where it is not over what stands there."""
    if "signature" not in said and "key" not in said:
        return
    signature = spelling.from_base64(str(said.pop("signature", "")))
    public = spelling.from_base64(str(said.get("key", "")))
    if not public or not signature:
        raise refuse(Code.PRIORS_SIGNED, file=file, key="?")
    if not keys.body_verifies(public, keys.PRIORS, _body(said), signature):
        raise refuse(Code.PRIORS_SIGNED, file=file, key=keys.key_id(public))


def _listed(value: Any) -> Any:
    """Tuples become lists, as JSON has them."""
    if isinstance(value, list | tuple):
        return [_listed(each) for each in value]
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return value


def _row(kind: type[Any], said: Mapping[str, Any]) -> Any:
    if set(said) != {each.name for each in fields(kind)}:
        raise ValueError(kind.__name__)
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in said.items()
    }
    if "real" in values:
        values["real"] = Spread(**dict(values["real"]))
    return kind(**values)


def _check(priors: Priors) -> None:
    """Raise `ValueError` for a count below nought or a spread out of order."""
    timed = [(row.planned, row.real) for row in priors.legs]
    timed += [(row.planned, row.real) for row in priors.services]
    timed += [(0, row.real) for row in priors.paces]
    for planned, real in timed:
        if real.n < 1 or planned < 0 or not 0 <= real.low <= real.median <= real.high:
            raise ValueError(real)
    for point in priors.points:
        if point.n < 0 or not in_indonesia(point.lat / MICRO, point.lon / MICRO):
            raise ValueError(point)
    for row in priors.suppliers:
        if min(row.declared, row.counted, row.damaged) < 0 or not row.papers:
            raise ValueError(row)
    for cost in priors.costs:
        if cost.n < 1 or min(cost.recorded, cost.planned) < 0:
            raise ValueError(cost)
