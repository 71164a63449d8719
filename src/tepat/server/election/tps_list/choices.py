"""What a person told us on the command line or in a form: columns and names."""

from collections.abc import Iterable, Mapping

from tepat.core.election.regions import normal_code
from tepat.core.election.tps_list.headers import MAPPABLE
from tepat.core.problems import Code, refuse

_FIELDS = ", ".join(MAPPABLE)


def mapping(said: Iterable[str]) -> dict[str, str]:
    """Return a column mapping from texts such as `tps=B`. Raises `Refused` for another form."""
    given = {}
    for text in said:
        name, equals, column = text.partition("=")
        name = name.strip().lower()
        if not equals or not column.strip() or name not in MAPPABLE:
            raise refuse(Code.MAPPING_FIELD, value=text[:60], choices=_FIELDS)
        given[name] = column.strip()
    return given


def form_mapping(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping of the page's selects, `map-tps` = `#2`; empty ones say nothing."""
    texts = [f"{name}={posted[f'map-{name}']}" for name in MAPPABLE if posted.get(f"map-{name}")]
    return mapping(texts)


def names(said: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return chosen desa from texts such as `TANTA/PULAU KU`U=63.09.03.2001`."""
    chosen = {}
    for text in said:
        written, equals, code_text = text.rpartition("=")
        kecamatan, slash, desa = written.partition("/")
        code = normal_code(code_text)
        if not equals or not slash or not desa.strip() or code is None:
            raise refuse(Code.CHOICE_UNKNOWN, value=text[:80])
        chosen[kecamatan.strip(), desa.strip()] = code
    return chosen
