"""What a room's own installation has, stores and lets people do."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tepat.core.election import roles
from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code, Refused
from tepat.server import bulk, own_room
from tepat.server.desk import rooms
from tepat.server.election.models import Scope
from tepat.server.mirrored import pages
from tepat.server.watch.models import Risk, owned
from tests.worlds import contoh_scope, person

HERE = "/e/pilkada-2024/99.01"


def names(patterns: list[URLPattern | URLResolver], within: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{each.namespace}:" if each.namespace else ""
            yield from names(each.url_patterns, within + space)
        elif each.name:
            yield within + each.name


def test_every_page_that_a_room_reads_is_a_page() -> None:
    known = set(names(get_resolver().url_patterns))

    assert known >= pages.READS
    for room in roles.OWN_ROOMS:
        writes = {name for name in known if pages.is_there(room, name, "POST")}
        assert not {name for name in writes if name.startswith(("stock", "packing", "plan_"))}
        assert not {"facts", "shipment_make", "paper", "incident_report", "log_paste"} & writes


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("papan/", 200),
        ("log/", 200),
        ("tps/", 200),
        ("gudang/", 404),
        ("pengepakan/", 404),
        ("kertas/", 404),
        ("masalah/", 404),
        ("log/tempel/", 404),
    ],
)
def test_pak_adi_finds_the_pages_of_the_mirror_and_none_of_kpu(
    client: Client, db: None, settings: LazySettings, path: str, status: int
) -> None:
    contoh_scope()
    settings.ROOM = "bawaslu"
    client.force_login(person("pak_adi"))

    answer = client.get(f"{HERE}/{path}")

    assert answer.status_code == status
    if status == 404:
        assert "tidak ada di instalasi bawaslu" in answer.content.decode()
    else:
        assert "data-mirror=" in answer.content.decode()


def test_the_menu_has_the_rooms_of_the_mirror_alone(db: None, settings: LazySettings) -> None:
    scope = contoh_scope()
    everywhere = [link.href for link in rooms.menu(person("bu_dewi"), scope, "")]
    settings.ROOM = "polri"

    here = [link.href for link in rooms.menu(person("bu_dewi"), scope, "")]

    assert f"{HERE}/papan/" in here
    assert {f"{HERE}/gudang/", f"{HERE}/pengepakan/", f"{HERE}/masalah/"} <= {*everywhere} - {*here}


def test_a_form_of_kpu_is_refused_whoever_sends_it(
    client: Client, db: None, settings: LazySettings
) -> None:
    contoh_scope()
    settings.ROOM = "bawaslu"
    client.force_login(person("bu_dewi"))

    for path in ("muatan/buat/", "tps/impor/", "rakor/../kertas/x/biasa/", "segel/terbitkan/"):
        answer = client.post(f"{HERE}/{path}", {})
        assert answer.status_code == 404, path
    assert (
        client.post("/api/e/pilkada-2024/99.01/facts", b"{}", "application/json").status_code == 404
    )


def test_only_the_agency_has_rights_in_its_own_installation() -> None:
    here = roles.rights_in("bawaslu")

    assert Action.MANAGE_ACCOUNTS in here[Role.BAWASLU]
    assert Action.MANAGE_ACCOUNTS not in here[Role.PANWASCAM]
    assert here[Role.PANWASCAM] == roles.MAY[Role.PANWASCAM] - {Action.REPORT_INCIDENT}
    assert not here[Role.KPU]
    assert not here[Role.POLRES]
    assert roles.rights_in("") == roles.rights_in("kpu") == roles.MAY


SUBJECTS = {"bawaslu": "supervision", "polri": "security"}
"""The file of models that belongs to each agency."""


def owned_models() -> list[tuple[str, type[Model]]]:
    """Every model of a file that belongs to one agency, with its owner."""
    found = []
    for model in apps.get_app_config("watch").get_models():
        for owner, subject in SUBJECTS.items():
            if model.__module__.endswith(f".{subject}") or getattr(model, "owner", "") == owner:
                found.append((owner, model))
    return found


def test_every_table_of_another_agency_is_in_the_list() -> None:
    for owner in SUBJECTS:
        there = {model.__name__ for each, model in owned_models() if each == owner}
        if there:
            assert there <= set(owned.OWNED[owner])


def test_kpus_server_stores_no_row_of_another_agency(
    db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = contoh_scope()
    monkeypatch.setattr(own_room, "_owners", lambda: {"Risk": "bawaslu"})
    risk = Risk(scope=scope, code="temuan")
    settings.ROOM = "kpu"

    for store in (
        risk.save,
        lambda: Risk.objects.bulk_create([risk]),
        lambda: Risk.objects.filter(scope=scope).update(code="x"),
        lambda: Risk.objects.get_or_create(scope=scope, code="y"),
        lambda: bulk.insert(Risk, ("scope_id", "code"), [(scope.pk, "temuan")]),
    ):
        with pytest.raises(Refused) as refused:
            store()
        assert refused.value.problem.code == Code.ROOM_NOT_STORED
    assert not Risk.objects.exists()  # reading is no harm


@pytest.mark.parametrize("room", ["", "bawaslu"])
def test_its_owner_and_a_common_installation_store_it(
    db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    monkeypatch.setattr(own_room, "_owners", lambda: {"Risk": "bawaslu"})
    settings.ROOM = room

    own_room.check_stored(Risk)
    own_room.check_stored(Scope)


def test_no_installation_but_its_owners_stores_any_owned_table(settings: LazySettings) -> None:
    for owner, model in owned_models():
        for room in ("kpu", "bawaslu", "polri"):
            settings.ROOM = room
            if room == owner:
                own_room.check_stored(model)
                continue
            with pytest.raises(Refused):
                own_room.check_stored(model)
