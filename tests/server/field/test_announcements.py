"""Announcements come to phones by a signed request, and so does the receipt."""

import json
from datetime import timedelta

import pytest

from tepat.core.election.roles import Role
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Device
from tepat.server.watch.government import notices
from tepat.server.watch.models import Announcement, AnnouncementHeard
from tests.phones import NIGHT, Phone, phone_of
from tests.server.field.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_night")]
TEXT = "Terima terakhir pukul 20.00. <b>Contoh</b>"


def announced(scope: Scope, area: str = "99.01", roles: tuple[str, ...] = ()) -> Announcement:
    user, made = User.objects.get_or_create(username="pak_hadi")
    if made:
        user.role_grants.create(role=Role.DESK.value, area=scope.kabupaten)
    end = NIGHT + timedelta(hours=6)
    return notices.announce(scope, user, TEXT, list(roles), area, end, NIGHT)


def on(phone: Phone) -> list[dict[str, object]]:
    found: list[dict[str, object]] = ask(phone, "/announcements").json()["announcements"]
    return found


def test_an_announcement_stands_on_the_phones_of_its_roles_and_area(scope: Scope) -> None:
    salim = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.1001")
    lestari = phone_of(scope, "bu_lestari", Role.PTPS, "99.01.02.1001-001")
    announced(scope, "99.01.01", ("pps", "ptps"))
    [told] = on(salim)
    assert (told["text"], told["read"]) == (TEXT, False)
    assert on(lestari) == [], "another kecamatan"
    announced(scope, "99.01", ("ptps",))
    assert len(on(lestari)) == 1, "a role without a login at the desk is reached by phone"
    assert len(on(salim)) == 1


def test_what_was_read_is_counted_for_the_sender_once(scope: Scope) -> None:
    salim = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.1001")
    row = announced(scope)
    read = json.dumps({"read": [[row.number, 1], [99, 1]]}).encode()
    assert ask(salim, "/announcements", "POST", read).json()["announcements"][0]["read"] is True
    ask(salim, "/announcements", "POST", read)
    assert AnnouncementHeard.objects.get().device == salim.device
    told = [one for each in notices.receipts_of(scope, [row])[row.pk] for one in each.readers]
    [phone] = [one for one in told if one.is_phone]
    assert (phone.account, phone.read_at is not None) == (salim.device, True)

    again = notices.announce(
        scope,
        User.objects.get(username="pak_hadi"),
        "Terima terakhir pukul 21.00.",
        [],
        "99.01",
        NIGHT + timedelta(hours=6),
        NIGHT,
        row.number,
    )
    assert on(salim)[0]["read"] is False, "a new version is read anew"
    assert again.version == 2


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"read":[[1]]}', b'{"read":[["1",2]]}', b'{"read":1}']
)
def test_a_receipt_that_is_none_is_refused_with_a_sentence(scope: Scope, body: bytes) -> None:
    salim = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.1001")
    assert ask(salim, "/announcements", "POST", body).status_code == 400


def test_a_phone_whose_duty_ended_is_told_nothing(scope: Scope) -> None:
    salim = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.1001")
    announced(scope)
    Device.objects.filter(device=salim.device).update(ends=NIGHT - timedelta(days=1))
    assert on(salim) == []
