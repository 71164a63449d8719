"""What stands in a fact, said in the words of people, each value with the page behind it."""

import html
import re
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.move.events.words import WORDS
from tepat.server import flow
from tepat.server.keeping import opening
from tepat.server.keeping.pages import fact, kinds
from tepat.server.keeping.pages.values import ENVELOPE, Part
from tepat.server.log.models import Fact
from tests.phones import phone_of
from tests.server.keeping.published import NOW, Published, box, report
from tests.server.keeping.test_log_pages import HERE, as_
from tests.worlds import person

AT_HOME = "/e/pilkada-2024/99.01/"
HULU = "99.01.01"


def page_of(name: str, who: str = "pak_adi") -> Any:
    return as_(who).get(f"{HERE}fakta/{name}/")


def parts(page: Any, label: str) -> list[Part]:
    found: list[Part] = next(each.parts for each in page.context["fields"] if each.label == label)
    return found


def said(published: Published, kind: type[events.Fact], **rest: Any) -> str:
    """The PPK of Hulu reports it from a phone of her own; its name."""
    phone = phone_of(published.scope, "bu_rina", Role.PPK, area=HULU, at=NOW)
    sent = phone.say(kind, **rest)
    [receipt] = flow.accept(published.scope, [sent], phone.device, NOW + timedelta(minutes=1))
    assert receipt.verdict == "accepted"
    return receipt.id


def test_a_package_is_its_kind_and_place_and_links_to_its_page(published: Published) -> None:
    report(published.scope, 1, 1)

    page = page_of(Fact.objects.get(kind="packed").pk)

    [package] = parts(page, "Paket")
    assert package.said == "Kotak Gubernur dan Wakil Gubernur, TPS 001 Kota Hulu"
    assert package.href == f"{AT_HOME}paket/{box(1)}/"
    [contents] = parts(page, "Isi")
    assert contents.said.startswith("494 Surat suara")
    [at] = parts(page, "Waktu menurut perangkat")
    assert at.said == "Rab 20 Nov, 10.14 WITA"


def test_a_handover_names_both_sides_the_place_and_the_holder_of_the_phone(
    published: Published,
) -> None:
    name = said(
        published,
        events.RefusedLoad,
        giver="driver@99.01",
        receiver=f"ppk@{HULU}",
        place=f"{HULU}:ppk",
        given="a" * 64,
        packages=(box(1),),
        checks=(events.Check(box(1), ("KB0170411",), "wet"),),
        reason="seal_differs",
    )

    page = page_of(name)

    assert parts(page, "Penerima") == [
        Part("PPK Hulu", f"{AT_HOME}paket/?area={HULU}", f"ppk@{HULU}")
    ]
    assert parts(page, "Tempat")[0].said == "PPK Hulu"
    assert parts(page, "Alasan")[0].said == "segel bukan yang dipasang"
    seen = parts(page, "Yang dilihat")
    assert [each.said or each.code for each in seen][1:] == ["basah", "KB 0170 411"]
    assert seen[2].href == f"{AT_HOME}segel/"
    assert page.context["holder"] == "PPK, Hulu"
    assert parts(page, "Fakta pemberi") == [Part("", code="a" * 16)], "nobody has it yet"


def test_a_link_to_another_fact_says_what_that_fact_is(published: Published) -> None:
    report(published.scope, 1, 1)
    packed = Fact.objects.get(kind="packed")
    name = said(published, events.Cancelled, packages=(box(1),), fact=packed.pk, reason="typo")

    [other] = parts(page_of(name), "Fakta lain")

    assert other.said == f"Diisi, {packed.number}"
    assert other.href == f"{HERE}fakta/{packed.pk}/"


def test_words_and_places_nobody_knows_are_shown_as_they_are(published: Published) -> None:
    name = said(published, events.Incident, what="meteor", place=f"{HULU}.9999")

    page = page_of(name)

    assert page.status_code == 200
    assert parts(page, "Apa")[0].said == "meteor"
    assert parts(page, "Tempat")[0].code == f"{HULU}.9999"


def test_the_signed_bytes_stand_behind_details(published: Published) -> None:
    report(published.scope, 1, 1)
    row = Fact.objects.get(kind="packed")

    text = page_of(row.pk).text

    [inside] = re.findall(r"<details class=.pad raw.*?</details>", text, re.DOTALL)
    assert html.unescape(inside).count(bytes(row.body).decode()) == 1
    assert row.pk in inside


def test_the_whole_fact_fits_a_qr_unless_it_is_long(published: Published) -> None:
    report(published.scope, 1, 1)
    short = page_of(Fact.objects.get(kind="packed").pk)
    assert short.context["qr"].startswith("<svg")
    assert len(short.context["text_code"]) <= fact.LONGEST_QR

    many = tuple(sorted(sha256(bytes([number])).hexdigest() for number in range(60)))
    name = said(published, events.Incident, what="late", place=HULU, photos=many)
    long = page_of(name)
    assert long.context["qr"] == ""
    assert "Kirim sebagai teks" in long.text


def test_who_may_not_read_a_fact_gets_no_bytes_and_no_qr(published: Published) -> None:
    name = said(published, events.Incident, what="late", place=HULU)
    assert page_of(name, "bu_sari").context["raw"]

    page = page_of(name, "bu_rina")

    assert (page.context["raw"], page.context["qr"], page.context["holder"]) == ("", "", "")


def test_the_inspection_of_a_store_is_open_to_whoever_sees_its_page(published: Published) -> None:
    name = said(published, events.Inspected, place=f"{HULU}:ppk", outcome="good")
    late = said(published, events.Incident, what="late", place=HULU)
    rina = person("bu_rina")
    page = as_("bu_rina").get(f"{HERE}fakta/{name}/")
    assert page.context["may_read"]
    assert opening.opened(rina, published.scope, [name, late]) == {name}
    follows = person("pak_adi")
    assert opening.opened(follows, published.scope, [name, late]) == {name, late}


@pytest.mark.parametrize("many", [1, 30])
def test_a_fact_about_many_packages_costs_no_more(
    published: Published, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    packages = tuple(sorted(box(number) for number in range(1, many + 1)))
    name = said(published, events.Incident, what="late", place=HULU, packages=packages)
    client = as_("bu_dewi")

    with django_assert_max_num_queries(22):
        assert client.get(f"{HERE}fakta/{name}/").status_code == 200


def test_every_word_of_a_closed_list_is_said_in_words() -> None:
    assert {each for words in WORDS.values() for each in words} == set(kinds.WORDS)


def test_every_field_of_every_fact_has_its_label() -> None:
    names = {each.name for kind in events.EVENTS.values() for each in fields(kind)}

    assert names - ENVELOPE <= set(kinds.FIELDS)
