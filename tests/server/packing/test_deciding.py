"""What KPU decides on the page of a package that does not fit, and what it cannot."""

import pytest

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.keeping import opening
from tepat.server.log.models import Fact
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.server.packing.test_package_page import NOW, at_night, box_of, pack_and_seal
from tests.worlds import clerk, client_of, contoh_scope, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    return scope


def address(scope: Scope, box: Package) -> str:
    return f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/"


def received_on_paper_at_the_wrong_office(scope: Scope, box: Package) -> str:
    """Bu Sari types the minutes of another kecamatan into the page of this box."""
    pack_and_seal(scope, box)
    account = person("bu_sari").account
    typed = events.Received(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NOW,
        by=str(account),
        packages=(box.code,),
        giver="warehouse@99.01",
        receiver="ppk@99.01.02",
        place="99.01.02:ppk",
        to="99.01.02:ppk",
        paper="12/BA/2024",
    )
    [receipt] = flow.report(scope, [typed], account, NOW)
    return receipt.id


def test_kpu_sets_aside_what_the_desk_typed_wrongly(scope: Scope) -> None:
    box = box_of(scope)
    wrong = received_on_paper_at_the_wrong_office(scope, box)
    here, bu_dewi = address(scope, box), client_of("bu_dewi")
    page = bu_dewi.get(here)
    assert page.context["now"]["flag"] == "Berada di tempat yang salah"
    assert [each["name"] for each in page.context["decisions"]["desk"]] == [wrong]
    assert page.context["decisions"]["elsewhere"] == []
    assert "Laporkan putusan" in page.text

    typed = {"fact": wrong, "why": "corrected:wrong_receiver"}
    assert bu_dewi.post(f"{here}putusan/", typed).status_code == 302

    page = bu_dewi.get(here)
    said = events.read(bytes(Fact.objects.get(kind="corrected").body))
    assert (getattr(said, "fact", ""), getattr(said, "reason", "")) == (wrong, "wrong_receiver")
    assert said.by == str(person("bu_dewi").account)
    assert page.context["decisions"] == {}
    assert page.context["now"]["where"] == "Tersegel, di Gudang KPU"
    assert wrong in {each["name"] for each in page.context["entries"]}, "it stays in the history"


def test_who_may_not_decide_sees_who_does_and_is_refused(scope: Scope) -> None:
    box = box_of(scope)
    wrong = received_on_paper_at_the_wrong_office(scope, box)
    here = address(scope, box)

    for name in ("bu_sari", "pak_adi"):
        page = client_of(name).get(here)
        assert "Diputuskan oleh: KPU" in page.text
        assert "Laporkan putusan" not in page.text
        typed = {"fact": wrong, "why": "cancelled:typo"}
        assert client_of(name).post(f"{here}putusan/", typed).status_code == 403
    assert not Fact.objects.filter(kind="cancelled").exists()


@pytest.mark.parametrize("role", [Role.DESK, Role.PPK])
def test_a_fact_that_the_reader_may_not_open_is_named_without_a_link(
    scope: Scope, role: Role
) -> None:
    """The Desk follows no load; a PPK follows its own, and opens facts of the log of none."""
    box = box_of(scope)
    wrong = received_on_paper_at_the_wrong_office(scope, box)
    here = address(scope, box)
    number = Fact.objects.get(pk=wrong).number
    facts = f"/e/{scope.election}/{scope.kabupaten}/log/fakta/"
    assert f"{facts}{wrong}/" in client_of("bu_dewi").get(here).text

    reader = clerk(role.value, role, "99.01.01" if role is Role.PPK else scope.kabupaten)
    page = client_of(reader).get(here)

    assert page.status_code == 200
    named = [each["name"] for each in page.context["entries"]]
    may_open = opening.opened(reader, scope, named)
    assert wrong in named
    assert wrong not in may_open
    linked = {each for each in named if f"{facts}{each}/" in page.text}
    assert linked == may_open
    assert f"Log {number}" in page.text, "it is named all the same"


def test_what_two_people_signed_is_not_decided_at_the_desk(scope: Scope) -> None:
    box = box_of(scope)
    at_night(scope, box)
    here, bu_dewi = address(scope, box), client_of("bu_dewi")

    page = bu_dewi.get(here)
    [group] = page.context["decisions"]["elsewhere"]
    assert group["takes"] == "kpu_and_bawaslu"
    assert page.context["decisions"]["desk"] == []
    assert "Bawaslu menyaksikannya" in page.text
    assert "Laporkan putusan" not in page.text

    wrong = group["facts"][0]["name"]
    answer = bu_dewi.post(f"{here}putusan/", {"fact": wrong, "why": "corrected:typo"})
    assert answer.status_code == 422
    assert not Fact.objects.filter(kind="corrected").exists()


@pytest.mark.parametrize(
    "why", ["", "corrected:bored", "packed:typo", "corrected:not_departed", "corrected:other"]
)
def test_a_reason_outside_the_list_or_other_without_words_is_refused(
    scope: Scope, why: str
) -> None:
    box = box_of(scope)
    wrong = received_on_paper_at_the_wrong_office(scope, box)

    answer = client_of("bu_dewi").post(
        f"{address(scope, box)}putusan/", {"fact": wrong, "why": why, "note": " "}
    )

    assert answer.status_code == 422
    assert not Fact.objects.filter(kind="corrected").exists()


def test_who_may_not_follow_loads_is_not_told_what_is_to_decide(scope: Scope) -> None:
    box = box_of(scope)
    received_on_paper_at_the_wrong_office(scope, box)
    pak_hadi = person("pak_adi")
    pak_hadi.role_grants.update(role=Role.DESK.value)

    assert client_of("pak_adi").get(address(scope, box)).context["decisions"] == {}
