"""R3 over what a server published, and over its database: one changed byte is found."""

import random
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from tepat.core.log import entries, keys
from tepat.core.move import events
from tepat.core.problems import Code
from tepat.server.keeping import doctor, wiring
from tepat.server.keeping.comparing import changed
from tepat.server.log import append_only
from tepat.server.log.models import Fact
from tepat.server.log.publishing.disk import Disk
from tepat.witness import sources
from tepat.witness.verifying.run import Asked, verify
from tests.server.keeping.published import NOW, Published, hide, report
from tests.witnesses import Watching

FLIPS = 100


class Watched(Published):
    """A log of three hundred facts, published twice and witnessed."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.sequencer.signer.begin()
        self.witnesses = Watching(home / "saksi", self.sequencer.signer.vkeys(), "bawaslu")
        Disk().write(wiring.policy_file(self.place), self.witnesses.policy(1))
        self.start()._ask = self.witnesses.post
        report(self.scope, 1, 20)
        self.round()
        report(self.scope, 21, 290)
        self.round(NOW + timedelta(minutes=1))
        self.round(NOW + timedelta(minutes=3))


@pytest.fixture
def watched(db: None, tmp_path: Path, settings: LazySettings) -> Watched:
    settings.HOME = tmp_path
    return Watched(tmp_path)


@pytest.mark.any_database
def test_r3_a_flipped_byte_of_any_published_file_is_found(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((keys, "verifies"), (entries, "parse"), (events, "read")):
        monkeypatch.setattr(module, name, cache(getattr(module, name)))
    asked = Asked(watched.witnesses.read(1), "policy")
    source = sources.opened(str(watched.place.folder))
    assert verify(source, asked).is_fine
    files = sorted(
        each
        for each in watched.place.folder.rglob("*")
        if each.is_file() and each.name != "log.json"
    )
    chance = random.Random(3)
    missed = []
    for _ in range(FLIPS):
        file = chance.choice(files)
        good = file.read_bytes()
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        file.write_bytes(good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])
        if verify(source, asked).is_fine:
            missed.append((file.name, at, bit))
        file.write_bytes(good)

    assert missed == []


def test_r3_a_flipped_byte_in_the_database_is_found(watched: Watched) -> None:
    hidden = hide(watched.scope, "rute aman", "security")
    watched.round(NOW + timedelta(minutes=5))
    assert list(changed(watched.place)) == []
    off = append_only.SQLITE_OFF if connection.vendor == "sqlite" else append_only.POSTGRES_OFF
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()
        for statement in off:
            cursor.execute(statement)
    chance, missed = random.Random(4), []
    for turn in range(FLIPS):
        number = hidden if turn % 10 == 0 else chance.randint(1, 290)
        row = Fact.objects.get(number=number)
        column = chance.choice(["body", "sig"])
        good = bytes(getattr(row, column))
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        bad = good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :]
        Fact.objects.filter(pk=row.pk).update(**{column: bad})
        found = set(changed(watched.place))
        if number not in found and (number - 1) // 256 * 256 + 1 not in found:
            missed.append((number, column, at))
        Fact.objects.filter(pk=row.pk).update(**{column: good})

    assert missed == []


def test_r3_doctor_names_the_entry_that_changed(watched: Watched) -> None:
    with connection.cursor() as cursor:
        for statement in (
            append_only.SQLITE_OFF if connection.vendor == "sqlite" else append_only.POSTGRES_OFF
        ):
            cursor.execute(statement)
    Fact.objects.filter(number=7).update(sig=bytes(64))

    [problem] = [each for each in doctor.examine() if each.code is Code.LOG_ENTRY_CHANGED]

    assert (problem.facts["number"], problem.facts["count"]) == (7, 1)


def test_a_check_of_all_entries_costs_three_queries_per_bundle(
    watched: Watched, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert list(changed(watched.place)) == []
