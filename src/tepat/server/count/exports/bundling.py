"""A bundle of unofficial results: the files, the facts behind them, proofs and the checkpoint.

Made of what is published and of what the log has; the same forms under the same checkpoint give
the same bytes. `tepat log verify` checks it without this server.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db.models import Max

from tepat.core.count import bundle, told
from tepat.core.count.bundle import Shown
from tepat.core.count.versions import seconds, standing_of
from tepat.core.log import canonical, checkpoints, keys, notes, spelling, tree
from tepat.core.move import events, judging
from tepat.core.problems import Code, Problem, refuse
from tepat.server.count.models import Confirmed, FormState, ToldFact
from tepat.server.count.results.gathering import gather
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, FactAgain, Words
from tepat.server.log.names import origin_of
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.tree_files import TreeFiles
from tepat.server.move.devices import queries as devices

PEOPLE: Final = (
    events.DeskEnrolled.KIND,
    events.Assigned.KIND,
    events.Enrolled.KIND,
    events.Revoked.KIND,
)
BEHIND: Final = (*told.KINDS, events.DeskEnrolled.KIND, events.Revoked.KIND)
"""Kinds of facts that every bundle has; keys of phones and letters come before what they sign."""
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The hour of every file within: none, so that the bytes say nothing of when it was made."""


def make(scope: Scope, rows: Sequence[FormState], files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of the bundle: `files` by name, with all that shows the forms in `rows`.

    Raises `Refused` while the log is not published as far as the facts behind them.
    """
    origin = origin_of(scope.election, scope.kabupaten)
    place = Place(settings.HOME, scope.election, scope.kabupaten, origin)
    note, checkpoint = _checkpoint(place)
    shown, needed = _shown(scope, rows)
    facts = _facts(scope, needed)
    last = max(facts, default=0)
    if last > checkpoint.size:
        raise refuse(Code.BUNDLE_UNPUBLISHED, size=checkpoint.size, number=last)
    found = {
        **files,
        bundle.CHECKPOINT: notes.write_note(note),
        bundle.ENTRIES: _entries(place, checkpoint, _leaves(facts, checkpoint.size)),
        bundle.SHEETS: _sheets(scope, facts.values()),
        bundle.FORMS: _lines(each.as_value() for each in shown),
    }
    return _zipped({**found, bundle.INDEX: _index(scope, checkpoint, found)})


def waits_for(scope: Scope) -> Problem | None:
    """Return why a bundle of every form cannot be made yet: two queries and one small file."""
    place = Place(
        settings.HOME,
        scope.election,
        scope.kabupaten,
        origin_of(scope.election, scope.kabupaten),
    )
    size = _checkpoint(place)[1].size if place.folder.joinpath("checkpoint").is_file() else 0
    rows = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    last = rows.filter(kind__in=BEHIND).aggregate(last=Max("number"))["last"] or 1
    facts: dict[str, str | int] = {"size": size, "number": last}
    return Problem(Code.BUNDLE_UNPUBLISHED, facts) if last > size else None


def _checkpoint(place: Place) -> tuple[notes.Note, checkpoints.Checkpoint]:
    """Return what is published of the log now."""
    data = Disk().read(place.folder / "checkpoint")
    if data is None:
        raise refuse(Code.BUNDLE_UNPUBLISHED, size=0, number=1)
    note = notes.parse_note(data)
    return note, checkpoints.parse(note.text)


def _shown(scope: Scope, rows: Sequence[FormState]) -> tuple[list[Shown], set[str]]:
    """Return each form with the facts that show it, and the names of all facts it needs."""
    everybody = gather(scope).versions
    confirmed: dict[tuple[str, str, str], list[str]] = {}
    for mark in Confirmed.objects.filter(scope=scope).exclude(fact="").order_by("pk"):
        confirmed.setdefault((mark.tps, mark.sku, mark.digest), []).append(mark.fact)
    found, needed, people = [], set[str](), set[tuple[str, str]]()
    for row in rows:
        versions = everybody.get(row.tps, {}).get(row.sku, [])
        standing = standing_of(versions)
        current = standing.current
        if current is None:
            continue
        same = [each for each in versions if each.fact and seconds(each.form, current.form)]
        also = [each.fact for each in same if each.by != current.by]
        for each in (current, *same):
            also += confirmed.get((row.tps, row.sku, each.digest), [])
            people.add((row.tps, each.by))
        names = tuple(dict.fromkeys(name for name in also if name != current.fact))
        found.append(Shown(row.tps, row.sku, row.kind, row.state, current.fact, names))
        needed |= {*names, *([current.fact] if current.fact else [])}
    rows_ = ToldFact.objects.filter(scope=scope, aside="", is_desk=False)
    for tps, person, fact in rows_.values_list("tps", "person", "fact"):
        if (tps, person) in people:
            needed.add(fact)
    return found, needed


def _facts(scope: Scope, names: Iterable[str]) -> dict[int, Fact]:
    """Return these facts, and those that say whose their keys are, by number."""
    found: dict[int, Fact] = {}
    for part in log.parts(sorted(names)):
        for fact in Fact.objects.filter(pk__in=part):
            found[fact.number] = fact
    used = {fact.device for fact in found.values()}
    rows = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten, kind__in=PEOPLE)
    people = list(rows)
    ends = [fact.pk for fact in people if fact.kind == events.Revoked.KIND]
    for devices_ in log.countersigners_of(ends).values():  # who stands behind the end of a key
        used |= devices_
    registry = devices.registry(scope)
    letters = {d.assignment for name, d in registry.devices.items() if name in used}
    for fact in found.values():
        letters.add(judging.parsed(bytes(fact.body)).assignment)
    for fact in people:
        is_key = fact.kind == events.Enrolled.KIND and fact.device in used
        is_letter = fact.kind == events.Assigned.KIND and fact.pk in letters
        if is_key or is_letter or fact.kind in (events.DeskEnrolled.KIND, events.Revoked.KIND):
            found[fact.number] = fact
    return dict(sorted(found.items()))


def _leaves(facts: Mapping[int, Fact], size: int) -> dict[int, tuple[bytes, dict[str, str]]]:
    """Return the leaf of each entry by number, with its body where the leaf hides it.

    Who countersigned the end of a key later stands in an entry that says it once more.
    """
    found: dict[int, tuple[bytes, dict[str, str]]] = {}
    for number, fact in facts.items():
        hidden = {"body": bytes(fact.body).decode()} if fact.audience in log.HIDDEN else {}
        found[number] = (log.leaf_of(fact), hidden)
    ends = [fact.pk for fact in facts.values() if fact.kind == events.Revoked.KIND]
    for again in FactAgain.objects.filter(fact__in=ends, number__lte=size).select_related("fact"):
        found[again.number] = (log.leaf_again(again), {})
    return dict(sorted(found.items()))


def _entries(
    place: Place,
    checkpoint: checkpoints.Checkpoint,
    found: Mapping[int, tuple[bytes, dict[str, str]]],
) -> bytes:
    """Return each entry with its proof in the tree of this checkpoint."""
    reader = TreeFiles(place, Disk()).reader(checkpoint.size)
    return _lines(
        {
            "n": number,
            "leaf": leaf.decode(),
            **hidden,
            "proof": [
                spelling.to_base64(each)
                for each in tree.inclusion_proof(number - 1, checkpoint.size, reader)
            ],
        }
        for number, (leaf, hidden) in found.items()
    )


def _sheets(scope: Scope, facts: Iterable[Fact]) -> bytes:
    """Return the whole sheets whose hashes these facts carry, as far as they are still kept."""
    names = set()
    for fact in facts:
        if fact.kind == events.Result.KIND and b'"note"' in bytes(fact.body):
            said = judging.parsed(bytes(fact.body))
            names.add(said.note if isinstance(said, events.Result) else "")
    lines = []
    for part in log.parts(sorted(names - {""})):
        rows = Words.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, hash__in=part
        )
        lines += [{"salt": row.salt, "text": row.text} for row in rows.order_by("hash")]
    return _lines(lines)


def _index(scope: Scope, checkpoint: checkpoints.Checkpoint, files: Mapping[str, bytes]) -> bytes:
    """Return the index, signed by the desk."""
    desk = devices.receipt_key(scope)
    value: dict[str, Any] = {
        "v": bundle.VERSION,
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "device": desk.key_id,
        "note": bundle.UNOFFICIAL,
        "files": {name: sha256(data).hexdigest() for name, data in files.items()},
    }
    signature = keys.sign_body(desk, keys.RESULTS, canonical.encode(value))
    return canonical.encode({**value, bundle.SIGNATURE: spelling.to_base64(signature)})


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(canonical.encode(dict(each), at_most=1 << 20) + b"\n" for each in values)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = ZipInfo(name, _WHEN)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()
