"""Checks of the four foci: which load, store, desa or TPS they are about, and their answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet

from tepat.adapters.plain_jpeg import NotJpeg, without_extras
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.move import events, judging
from tepat.core.problems import Code, refuse
from tepat.core.watch.supervision.book import About, Answer, Checklist, Focus, unanswered
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.log import queries as log
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import SupervisionCheck, SupervisionCheckPhoto
from tepat.server.watch.supervision import agreed
from tepat.server.watch.supervision.rights import party_at

LONGEST: Final = 4_000
MOST_PHOTO: Final = 8 * 2**20
"""Bytes of one photo as it comes from a camera."""
MOST_PHOTOS: Final = 4


def loads_of(scope: Scope) -> dict[str, str]:
    """Return every load that the log names, and where it goes: one query.

    By the facts alone, so that it is the same at KPU and on a copy of the log.
    """
    kinds = [events.Listed.KIND, events.Given.KIND, events.Received.KIND]
    found: dict[str, str] = {}
    for _, body in log.bodies_of_kinds(scope.election, scope.kabupaten, kinds):
        fact = judging.parsed(body)
        if isinstance(fact, events.Listed | events.Given | events.Received) and fact.shipment:
            found.setdefault(fact.shipment, fact.to or found.get(fact.shipment, ""))
    return dict(sorted(found.items()))


def subjects_of(scope: Scope, about: About) -> dict[str, str]:
    """Return what may be checked, with the area that each is in: one or two queries."""
    if about is About.SHIPMENT:
        return {code: to.partition(":")[0] for code, to in loads_of(scope).items()}
    places = Region.objects.filter(code__startswith=scope.kabupaten + ".")
    if about is About.STORE:
        kecamatan = {f"{code}:ppk": code for code in _codes(places.filter(level=3))}
        desa = {f"{code}:pps": code for code in _codes(places.filter(level=4))}
        return {f"{scope.kabupaten}:gudang-1": scope.kabupaten} | kecamatan | desa
    if about is About.DESA:
        return {code: code for code in _codes(places.filter(level=4))}
    codes = Tps.objects.filter(scope=scope).order_by("code").values_list("code", flat=True)
    return {code: code for code in codes}


def _codes(rows: "object") -> list[str]:
    return sorted(rows.values_list("code", flat=True))  # type: ignore[attr-defined]


def area_of(scope: Scope, about: About, subject: str) -> str:
    """Return where a subject is. Raises `Refused` where it is not known here."""
    known = subjects_of(scope, about)
    if subject in known:
        return known[subject] or scope.kabupaten
    # A copy of the log may come without the list of TPS: then a TPS counts by its desa.
    if about is About.TPS and not known and is_in(subject, scope.kabupaten) and "-" in subject:
        return subject
    raise refuse(Code.CHECK_SUBJECT, value=subject[:40] or "?")


def answers_of(checklist: Checklist, form: Mapping[str, str]) -> dict[str, str]:
    """Return the answers in a form by question; what is no answer is left out."""
    allowed = {each.value for each in Answer}
    return {
        each.code: answer
        for each in checklist.questions
        if (answer := form.get(f"q-{each.code}", "")) in allowed
    }


def plain(photos: Sequence[bytes]) -> list[bytes]:
    """Return photos without what a camera wrote beside them. Raises `Refused` for what is none."""
    if len(photos) > MOST_PHOTOS or any(len(each) > MOST_PHOTO for each in photos):
        raise refuse(Code.STORE_PHOTOS, most=MOST_PHOTOS, size=MOST_PHOTO // 2**20)
    try:
        return [without_extras(each) for each in photos]
    except NotJpeg as error:
        raise refuse(Code.PHOTO_KIND) from error


@transaction.atomic
def write(
    scope: Scope,
    focus: Focus,
    subject: str,
    form: Mapping[str, str],
    user: User,
    now: datetime,
    replaces: SupervisionCheck | None = None,
    photos: Sequence[bytes] = (),
) -> SupervisionCheck:
    """File a check with its photos, or a new version of `replaces`.

    Raises `Refused` while questions are open, and for what is no photo: then nothing is kept.
    """
    checklist = agreed.book().checklists[focus]
    code = subject.strip()
    area = area_of(scope, checklist.about, code)
    party = party_at(user, scope, Action.OBSERVE, area)
    answers = answers_of(checklist, form)
    if left := unanswered(checklist, answers):
        raise refuse(Code.CHECK_ANSWER, count=len(left))
    kept = plain(photos)
    Scope.objects.select_for_update().get(pk=scope.pk)
    last = SupervisionCheck.objects.filter(scope=scope)
    if replaces is None:
        number, version = (last.aggregate(last=Max("number"))["last"] or 0) + 1, 1
    else:
        number = replaces.number
        newest = last.filter(number=number).aggregate(last=Max("version"))["last"]
        if newest != replaces.version:
            raise refuse(Code.CASE_CHANGED)
        version = newest + 1
    made = SupervisionCheck.objects.create(
        scope=scope,
        number=number,
        version=version,
        focus=focus.value,
        list_version=checklist.version,
        about=checklist.about.value,
        subject=code,
        area=area,
        answers=answers,
        note=written(form.get("note", ""), LONGEST),
        is_contoh=scope.is_contoh,
        by=str(user.account),
        party=party,
        at=now,
    )
    SupervisionCheckPhoto.objects.bulk_create(
        SupervisionCheckPhoto(check_of=made, sha256=name, data=data, at=now)
        for name, data in {sha256(each).hexdigest(): each for each in kept}.items()
    )
    return made


def photos_of(scope: Scope, number: int) -> "QuerySet[SupervisionCheckPhoto]":
    """Return the photos of a check, of all its versions, in the order in which they came."""
    rows = SupervisionCheckPhoto.objects.filter(check_of__scope=scope, check_of__number=number)
    return rows.order_by("pk")
