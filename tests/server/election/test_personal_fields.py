"""Every field that can name a person is gone after a purge, or is named by its report."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings

from tepat.server import clock
from tepat.server.election import purging
from tepat.server.election.accounts.purging import accounts
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.watch.models import (
    SupervisionAct,
    SupervisionCase,
    SupervisionCaseVersion,
    SupervisionForm,
)
from tests.server.election.personal import (
    GONE,
    NAME,
    NOBODY,
    OF_NOBODY,
    ROWS_GONE,
    STAYS,
    fill,
    holds_name,
    text_fields,
)
from tests.server.keeping.published import NOW
from tests.worlds import ELECTION, KABUPATEN, contoh_scope

pytestmark = [pytest.mark.django_db]
TWICE = {"tepat.server.watch.stores.purging:guards"}
"""What another purger takes as well, in an installation of all agencies."""


@pytest.fixture(autouse=True)
def _own_home(settings: LazySettings, tmp_path: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def scope() -> Scope:
    """A scope with a name in every field of `GONE`, and a row in each of `ROWS_GONE`."""
    scope = contoh_scope()
    ended = fill("election.User", is_active=False)
    RoleGrant.objects.create(user=ended, role="ppk", area="99.01.01")
    fill("election.PledgeAccepted", account=ended.account)
    fill("log.Words", election=ELECTION, kabupaten=KABUPATEN)
    fill("watch.SupervisionCase", scope=scope, from_public=True)
    done = {"election.User", "election.PledgeAccepted", "log.Words"}
    for model in sorted({label.rpartition(".")[0] for label in GONE} - done) + list(ROWS_GONE):
        fields = {field.name for field in apps.get_model(model)._meta.local_fields}
        fill(model, **({"scope": scope} if "scope" in fields else {}))
    return scope


def left() -> set[str]:
    """What still names the person, and the tables whose rows are still there."""
    rows = {label for label in ROWS_GONE if apps.get_model(label)._base_manager.exists()}
    return {label for label in GONE if holds_name(label)} | rows


def test_every_field_with_text_is_classified_once() -> None:
    stays = set().union(*STAYS.values())
    known = GONE | stays | NOBODY
    there = text_fields()
    unknown = {each for each in there - known if each.rpartition(".")[2] not in OF_NOBODY}

    assert unknown == set(), "say in personal.py whether these name a person"
    assert known - there == set(), "these fields are no more"
    assert not GONE & stays


def test_the_report_names_all_that_stays() -> None:
    for words in STAYS:
        assert any(words in each for each in purging.STAYS), words


def test_after_a_purge_no_field_names_anybody(scope: Scope) -> None:
    assert left() == GONE | set(ROWS_GONE), "each field is filled before"
    counts = purging.count(scope)
    assert left() == GONE | set(ROWS_GONE), "counting deletes nothing"
    assert {name for name, rows in counts.items() if not rows} <= TWICE
    purging.purge(scope, clock.now(), days=180)

    assert left() == set()
    assert not any(purging.count(scope).values()), "a second time finds nothing"


@pytest.mark.parametrize("name", [each for each in purging.PURGERS if each not in TWICE])
def test_no_purger_can_be_forgotten(
    scope: Scope, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = {each: words for each, words in purging.PURGERS.items() if each != name}
    monkeypatch.setattr(purging, "PURGERS", rest)
    purging.purge(scope, clock.now(), days=180)

    assert left(), f"without {name} nothing was missed"


def test_of_a_case_its_class_and_dates_stay(scope: Scope) -> None:
    case = SupervisionCase.objects.get()
    of_desk = SupervisionCase.objects.create(scope=scope, number=99, sort="temuan", at=NOW)
    for at, title in ((case, NAME), (of_desk, "Kotak tanpa penutup")):
        said = {"title": title, "focus": "quality", "area": "99.01.01", "article": "Pasal 1"}
        SupervisionCaseVersion.objects.create(
            case=at, number=2, happened_at=NOW, accused=NAME, story=NAME, at=NOW, **said
        )
    SupervisionAct.objects.create(case=case, stage="received", when=NOW, text=NAME, at=NOW)
    form = {"lhp": "001/LHP", "time": "20-11-2024", "place": "Hulu", "actor": NAME, "name": NAME}
    SupervisionForm.objects.create(
        scope=scope, number=98, area="99.01.01", said=form | {"witnesses": NAME}, at=NOW
    )
    purging.purge(scope, clock.now(), days=180)

    version = SupervisionCaseVersion.objects.get(case=case, number=2)
    assert (version.title, version.accused) == ("Laporan masyarakat", "(dihapus)")
    assert (version.focus, version.article, version.happened_at) == ("quality", "Pasal 1", NOW)
    kept = SupervisionCaseVersion.objects.get(case=of_desk)
    assert (kept.title, kept.accused, kept.story) == ("Kotak tanpa penutup", "(dihapus)", "")
    act = SupervisionAct.objects.get(case=case, stage="received")
    assert (act.when, act.text) == (NOW, "")
    said = SupervisionForm.objects.get(number=98).said
    assert {key: value for key, value in said.items() if value} == {
        "lhp": "001/LHP",
        "time": "20-11-2024",
        "place": "Hulu",
    }


def test_only_ended_accounts_lose_their_name_and_none_whose_time_is_not_over() -> None:
    scope, other = contoh_scope(), contoh_scope("pilkades-2024")
    wanted = {
        "tutup": (False, [("99.01.01", scope.election)]),
        "bekerja": (True, [("99.01.01", scope.election)]),
        "dua": (False, [("99.01.01", scope.election), ("99.01.01", other.election)]),
        "semua": (False, [("99.01.01", "")]),
        "jauh": (False, [("99.02.01", scope.election)]),
        "tanpa": (True, []),
    }
    for name, (is_active, held) in wanted.items():
        user = User.objects.create(username=name, first_name=name.title(), is_active=is_active)
        for area, election in held:
            RoleGrant.objects.create(user=user, role="ppk", area=area, election=election)

    def names() -> set[str]:
        return set(User.objects.exclude(first_name="").values_list("username", flat=True))

    assert accounts(scope) == 1
    assert names() == set(wanted) - {"tutup"}
    purging.purge(scope, clock.now(), days=180)
    RoleGrant.objects.filter(user__username="jauh").update(election=other.election)
    assert accounts(other) == 2, "the last election takes who served all, and who has no role"
    assert names() == {"bekerja", "dua", "jauh"}
    gone = User.objects.filter(first_name="")
    assert all(each.username.startswith("akun-") and not each.is_active for each in gone)


@pytest.mark.parametrize("room", ["kpu", "bawaslu", "polri"])
def test_an_installation_of_one_agency_purges_its_own_tables(
    room: str, settings: LazySettings
) -> None:
    scope = contoh_scope()
    settings.ROOM = room
    if room == "bawaslu":
        fill("watch.SupervisionCase", scope=scope)
        fill("watch.SupervisionCaseVersion")
    purging.purge(scope, clock.now(), days=180)

    assert not holds_name("watch.SupervisionCaseVersion.story")
