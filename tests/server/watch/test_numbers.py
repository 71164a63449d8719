"""A number too long for its field is refused in every room, and one that is stored closes none."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client

from tepat.core.election.roles import Role
from tepat.server import clock
from tepat.server.election.models import Region, RoleGrant, Scope, User
from tepat.server.move.stock.places import prepare_places
from tepat.server.watch.models import (
    LadderLimit,
    Meeting,
    RealCost,
    SupervisionClock,
    SupervisionTopicCount,
)
from tepat.server.watch.rakor import services as rakor
from tepat.server.watch.supervision import agreed
from tests.server.watch.alerts.worlds import HULU, NOW
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
DAYS = "000000999999999999"
"""Its first digits are few."""
RUPIAH = "0000000000009" + 18 * "0"
ENDLESS = "9" * 5_000
"""More digits than Python turns into a number."""


@pytest.fixture
def scope() -> Iterator[Scope]:
    made = contoh_scope()
    prepare_places(made)
    clock.shift(NOW - clock.now())
    yield made
    clock.shift(timedelta(0))


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pak_adi() -> User:
    user, made = User.objects.get_or_create(username="pak_adi_contoh")
    if made:
        RoleGrant.objects.create(user=user, role=Role.BAWASLU.value, area="99.01")
    return user


def page(client: Client, room: str) -> Any:
    return client.get(f"/e/pilkada-2024/99.01/{room}")


CLOCK = {"do": "jam", "code": "initial", "source": "Perbawaslu contoh"}
COST = {"kind": "hire", "day": "2024-11-15", "place": f"{HULU}:ppk"}


@pytest.mark.parametrize("typed", [DAYS, RUPIAH, ENDLESS])
@pytest.mark.parametrize(
    ("who", "room", "form", "field", "limits"),
    [
        (
            "bu_dewi",
            "rakor/panggil/",
            {"title": "Siap", "begins_at": "2024-11-16T09:00"},
            "every_days",
            "dari 0 sampai 60",
        ),
        (
            "bu_dewi",
            "masalah/jam/",
            {"ladder": "equipment", "role": "kpps"},
            "minutes",
            "dari 1 sampai 10.080",
        ),
        ("pak_adi", "pengawasan/aturan/", CLOCK, "days", "dari 0 sampai 366"),
        (
            "pak_adi",
            "pengawasan/aturan/",
            {**CLOCK, "days": "2"},
            "longest",
            "dari 0 sampai 366",
        ),
        (
            "pak_adi",
            "pengawasan/topik/",
            {"do": "hitung", "topic": "{topic}", f"done-{HULU}": "1"},
            f"target-{HULU}",
            "dari 0 sampai 100.000",
        ),
        ("bu_dewi", "biaya/", COST, "rupiah", "dari 1 sampai 100.000.000.000"),
    ],
)
def test_a_long_number_is_refused_with_its_limits(
    scope: Scope, who: str, room: str, form: dict[str, str], field: str, limits: str, typed: str
) -> None:
    client = as_(pak_adi() if who == "pak_adi" else person(who))
    topic = next(iter(agreed.topics_of(scope)))
    filled = {name: value.replace("{topic}", topic) for name, value in form.items()}
    answer = client.post(f"/e/pilkada-2024/99.01/{room}", {**filled, field: typed})
    assert answer.status_code == 422
    assert limits in answer.content.decode()
    for model in (Meeting, LadderLimit, SupervisionClock, SupervisionTopicCount, RealCost):
        assert not model.objects.exists()


def stored(model: type[Model], name: str, wanted: int) -> int:
    """`wanted`, or the most that a column of this database holds."""
    kind = model._meta.get_field(name).get_internal_type()
    return min(wanted, connection.ops.integer_field_range(kind)[1] or wanted)


def test_rows_beyond_their_limits_close_no_room(scope: Scope) -> None:
    kpu, adi = person("bu_dewi"), pak_adi()
    at = {"at": NOW, "by": str(kpu.account)}
    made = rakor.call(scope, kpu, "Siap", NOW - timedelta(days=2), "", "3", NOW)
    Meeting.objects.filter(pk=made.pk).update(
        every_days=stored(Meeting, "every_days", 999_999_999_999)
    )
    LadderLimit.objects.create(
        scope=scope,
        ladder="equipment",
        role="kpps",
        minutes=stored(LadderLimit, "minutes", 1_999_999_999_999),
        **at,
    )
    party = {"by": str(adi.account), "party": "bawaslu@99.01", "at": NOW}
    for days in (2, 999_999_999):
        most = stored(SupervisionClock, "days", days)
        SupervisionClock.objects.create(scope=scope, code="initial", days=most, source="x", **party)
    SupervisionTopicCount.objects.create(
        scope=scope,
        topic=next(iter(agreed.topics_of(scope))),
        kecamatan=HULU,
        target=stored(SupervisionTopicCount, "target", 1_999_999_999),
        done=1,
        **party,
    )
    for number in (1, 2):
        RealCost.objects.create(
            scope=scope,
            number=number,
            version=1,
            kind="hire",
            rupiah=stored(RealCost, "rupiah", 9 * 10**18),
            day=date(2024, 11, 15),
            shipment="SJ-1",
            area=HULU,
            party="kpu@99.01",
            **at,
        )
    assert Region.objects.filter(code=HULU).exists()
    for room in ("rakor/", "rakor/1/", "masalah/", "masalah/jam/", "biaya/", "papan/"):
        assert page(as_(kpu), room).status_code == 200, room
    for room in ("pengawasan/", "pengawasan/aturan/", "pengawasan/topik/"):
        assert page(as_(adi), room).status_code == 200, room
    assert agreed.rules_of(scope)["initial"].days == 2, "the last one within the limits holds"
    told = page(as_(kpu), "biaya/").content.decode()
    assert "2 jumlah lebih besar dari kuitansi mana pun" in told
