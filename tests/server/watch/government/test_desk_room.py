"""The Desk's room: who may say, call, announce, ask, answer and report, and what is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.documents import rakor_papers
from tepat.server.election import purging
from tepat.server.election.models import Look, Scope, User
from tepat.server.watch.alerts import services as alerting
from tepat.server.watch.government import (
    contacts,
    daily,
    measuring,
    notices,
    outreach,
    questions,
)
from tepat.server.watch.incidents import deciding
from tepat.server.watch.models import (
    Alert,
    Announcement,
    AnnouncementRead,
    DailyReport,
    Decision,
    DeskContact,
    GateWord,
    Outcome,
    Question,
    TurnoutTable,
)
from tests.incidents import TPS, Trouble
from tests.worlds import clerk, client_of, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)
PAGES = (
    "desk_room",
    "stages",
    "interventions",
    "contacts",
    "announcements",
    "outreach",
    "questions",
    "daily_reports",
)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def pak_hadi() -> User:
    return clerk("pak_hadi", Role.DESK)


def camat_hulu() -> User:
    return clerk("camat_hulu", Role.DESK_KECAMATAN, "99.01.01")


def url(scope: Scope, name: str, *args: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *args])


def test_every_page_opens_for_the_desk_and_for_who_only_reads(scope: Scope) -> None:
    for who, closed in ((pak_hadi(), set()), (person("bu_sari"), {"contacts"})):
        client = client_of(who)
        for name in PAGES:
            status = client.get(url(scope, name)).status_code
            assert status == (403 if name in closed else 200), (who.username, name)


def test_who_answers_for_a_gate_says_it_and_nobody_else(scope: Scope) -> None:
    gate, form = "setting.pengamanan", {"holds": "1", "evidence": "Sprin <b>88</b>"}
    polres = clerk("pak_yusuf", Role.POLRES)
    assert (
        client_of(pak_hadi()).post(url(scope, "stages"), {"gate": gate, **form}).status_code == 422
    )
    assert client_of(polres).post(url(scope, "stages"), {"gate": gate, **form}).status_code == 302
    client_of(polres).post(
        url(scope, "stages"), {"gate": gate, "holds": "0", "evidence": "ditarik"}
    )
    assert list(GateWord.objects.values_list("holds", flat=True)) == [True, False], "both are kept"
    page = client_of(person("pak_adi")).get(url(scope, "stages")).content.decode()
    assert "ditarik" in page
    with pytest.raises(Refused) as refused:
        measuring.say(scope, "setting.dikemas", True, "sudah", person("bu_dewi"), NOW)
    assert refused.value.problem.code is Code.GATE_COUNTED


def test_an_intervention_from_a_kecamatan_waits_for_its_outcome(scope: Scope) -> None:
    desk = client_of(pak_hadi())
    form = {"sort": "intervention", "text": "Kirim <b>perahu</b>", "area": "99.01.01"}
    assert desk.post(url(scope, "interventions"), form).status_code == 302
    made = Decision.objects.get()
    assert made.data == {"area": "99.01.01"}
    page = desk.get(url(scope, "desk_room")).content.decode()
    assert "Kirim &lt;b&gt;perahu" in page
    outcome = url(scope, "intervention_outcome", made.number)
    assert client_of(person("bu_dewi")).post(outcome, {"text": "x"}).status_code == 403
    assert desk.post(outcome, {"text": "Perahu tiba"}).status_code == 302
    assert Outcome.objects.get().text == "Perahu tiba"
    assert not desk.get(url(scope, "interventions")).context["open"]


def test_help_is_one_press_from_an_alert_a_problem_and_a_kecamatan() -> None:
    trouble = Trouble()
    scope = trouble.scope
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    questions.ask(scope, camat_hulu(), "Tolong", "", NOW - timedelta(hours=2))
    alerting.refresh(scope, NOW, force=True)
    alert = Alert.objects.get(kind="question")
    pages = {
        url(scope, "alerts"): f"alert={alert.pk}#catat",
        url(scope, "board_area", "99.01.01"): "area=99.01.01#catat",
        url(scope, "desk_room"): "incident=1#catat",
    }
    desk = client_of(pak_hadi())
    for href, link in pages.items():
        shown = desk.get(href).content.decode()
        assert f"{url(scope, 'interventions')}?{link}" in shown, href
    assert "catat" not in client_of(person("bu_dewi")).get(url(scope, "alerts")).content.decode()
    form = {"sort": "intervention", "text": "Telepon camat", "alert": str(alert.pk)}
    assert desk.post(url(scope, "interventions"), form).status_code == 302
    assert Decision.objects.get().data["alert"] == alert.pk
    desk.post(url(scope, "interventions"), {**form, "text": "Segel cadangan", "incident": "1"})
    assert Decision.objects.filter(incident__number=1).exists()
    page = desk.post(url(scope, "interventions"), {**form, "sort": "decision", "why": "setengah"})
    assert page.status_code == 422
    assert "setengah" in page.content.decode(), "what was typed is not lost"


def test_a_camat_helps_in_the_own_kecamatan_only(scope: Scope) -> None:
    camat = client_of(camat_hulu())
    form = {"sort": "intervention", "text": "Perbaiki atap"}
    assert camat.post(url(scope, "interventions"), form).status_code == 302
    assert Decision.objects.get().party == "desk_kecamatan@99.01.01"
    answer = camat.post(url(scope, "interventions"), {**form, "area": "99.01.02"})
    assert answer.status_code == 403
    assert client_of(person("bu_sari")).post(url(scope, "interventions"), form).status_code == 403


def test_phones_are_for_few_and_each_look_is_recorded(scope: Scope) -> None:
    contacts.add(
        scope,
        pak_hadi(),
        {"role": "bpbd", "area": "99.01", "name": "Bu Ratna", "phone": "0812 3456 7890"},
        NOW,
    )
    page = client_of(pak_hadi()).get(url(scope, "contacts"))
    assert 'href="tel:+6281234567890"' in page.content.decode()
    assert "https://wa.me/6281234567890" in page.content.decode()
    assert Look.objects.filter(what="phones", which="99.01").exists()
    assert client_of(person("bu_sari")).get(url(scope, "contacts")).status_code == 403
    assert Look.objects.filter(what="phones").count() == 1, "who saw nothing looked at nothing"
    camat = client_of(camat_hulu())
    assert camat.get(url(scope, "contacts") + "?wilayah=99.01.02").status_code == 422


def test_a_pasted_list_is_kept_once_and_only_for_the_own_area(scope: Scope) -> None:
    table = "lembaga;wilayah;nama;telepon\nbpbd;99.01.01;Bu A;081234567\nbpbd;99.01.01;B;x"
    camat = client_of(camat_hulu())
    for _ in range(2):
        page = camat.post(url(scope, "contacts"), {"do": "bring", "table": table})
        assert len(page.context["unread"]) == 1
    assert DeskContact.objects.count() == 1
    assert not [each for each in page.context["messages"] if each.level_tag == "success"]
    other = table.replace("99.01.01", "99.01.02")
    assert camat.post(url(scope, "contacts"), {"do": "bring", "table": other}).status_code == 403
    row = DeskContact.objects.get()
    ppk = client_of(person("bu_rina"))
    assert ppk.post(url(scope, "contacts"), {"do": "end", "row": row.pk}).status_code == 422
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_night_shift_is_on_duty_after_midnight(scope: Scope) -> None:
    form = {"role": "desk", "area": "99.01", "name": "Bu N", "begins": "19:00", "ends": "07:00"}
    day = NOW.date()
    contacts.put_on_duty(scope, pak_hadi(), form, day, NOW)
    rows = contacts.roster(scope, day)
    at_two = datetime(2024, 11, 15, 18, 0, tzinfo=UTC)  # Saturday 02.00 WITA
    assert [each.name for each in contacts.on_duty(rows, at_two, scope.zone)] == ["Bu N"]
    assert not contacts.on_duty(rows, NOW, scope.zone)


def test_an_announcement_is_quiet_until_read_and_its_receipt_is_named(scope: Scope) -> None:
    bu_rina, sari = person("bu_rina"), person("bu_sari")
    until = (NOW + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    form = {"text": "Air naik <i>x</i>", "role": ["ppk"], "area": "99.01", "until": until}
    assert client_of(pak_hadi()).post(url(scope, "announcements"), form).status_code == 302
    quiet = "Air naik &lt;i&gt;x&lt;/i&gt;"
    assert quiet in client_of(bu_rina).get(url(scope, "stages")).content.decode()
    assert quiet not in client_of(sari).get(url(scope, "stages")).content.decode()
    assert client_of(sari).post(url(scope, "announcement_read", 1)).status_code == 422
    back = client_of(bu_rina).post(url(scope, "announcement_read", 1), {"back": "//evil.example/"})
    assert back["Location"] == url(scope, "announcements")
    assert quiet not in client_of(bu_rina).get(url(scope, "stages")).content.decode()
    [row] = client_of(pak_hadi()).get(url(scope, "announcements")).context["rows"]
    assert (row["read"], row["readers"]) == (1, 1)
    [(name, told)] = row["receipts"]
    assert (name, told.read) == ("Hulu", 1)

    again = {**form, "number": "1", "text": "Air turun"}
    assert client_of(person("bu_dewi")).post(url(scope, "announcements"), again).status_code == 422
    assert client_of(pak_hadi()).post(url(scope, "announcements"), again).status_code == 302
    assert "Air turun" in client_of(bu_rina).get(url(scope, "stages")).content.decode(), "read anew"
    assert Announcement.objects.count() == 2, "the older version is kept"


def test_nobody_announces_beyond_the_own_area_or_for_ever(scope: Scope) -> None:
    soon = NOW + timedelta(days=1)
    for who, area, until, code in (
        (camat_hulu(), "99.01", soon, Code.NOT_ALLOWED),
        (person("bu_sari"), "99.01", soon, Code.NOT_ALLOWED),
        (pak_hadi(), "63.09", soon, Code.DESK_AREA),
        (pak_hadi(), "99.01", NOW + timedelta(days=90), Code.DESK_DAYS),
        (pak_hadi(), "99.01", None, Code.DESK_DAYS),
    ):
        with pytest.raises(Refused) as refused:
            notices.announce(scope, who, "x", [], area, until, NOW)
        assert refused.value.problem.code is code
    assert not Announcement.objects.exists()


def test_a_withdrawn_or_ended_announcement_is_quiet_no_more(scope: Scope) -> None:
    made = notices.announce(scope, pak_hadi(), "x", [], "99.01", NOW + timedelta(hours=1), NOW)
    bu_rina = person("bu_rina")
    assert notices.unread_by(bu_rina, scope, NOW)
    assert not notices.unread_by(bu_rina, scope, NOW + timedelta(hours=2))
    notices.withdraw(scope, pak_hadi(), made.number, NOW)
    assert not notices.unread_by(bu_rina, scope, NOW)


def test_a_desk_of_one_kecamatan_takes_back_nothing_of_the_kabupaten(scope: Scope) -> None:
    below = clerk("bu_ida_contoh", Role.DESK, "99.01.01")
    made = notices.announce(scope, pak_hadi(), "x", [], "99.01", NOW + timedelta(hours=1), NOW)
    person_on_list = {"role": "bpbd", "area": "99.01.01", "name": "Bu A", "phone": "0812345678"}
    contact = contacts.add(scope, pak_hadi(), person_on_list, NOW)
    turn = {**person_on_list, "begins": "07:00", "ends": "19:00"}
    duty = contacts.put_on_duty(scope, pak_hadi(), turn, NOW.date(), NOW)
    for take_back in (
        lambda who: notices.withdraw(scope, who, made.number, NOW),
        lambda who: contacts.end(scope, who, contact.pk, NOW),
        lambda who: contacts.end_duty(scope, who, duty.pk, NOW),
    ):
        with pytest.raises(Refused) as refused:
            take_back(below)
        assert refused.value.problem.code is Code.DESK_NOT_YOURS
    own = contacts.add(scope, below, person_on_list, NOW)
    contacts.end(scope, pak_hadi(), own.pk, NOW)
    own.refresh_from_db()
    assert own.ended_at == NOW, "who stands above takes back what is below"


@pytest.mark.parametrize("many", [1, 30])
def test_the_quiet_line_costs_one_query(
    scope: Scope, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        notices.announce(scope, pak_hadi(), "x", [], "99.01", NOW + timedelta(days=1), NOW)
    bu_rina = person("bu_rina")
    bu_rina.grants()
    with django_assert_num_queries(1):
        assert len(notices.unread_by(bu_rina, scope, NOW)) == many


def test_desa_with_the_lowest_turnout_come_first(scope: Scope) -> None:
    table = "desa;DPT;hadir\nKota Hulu;1600;1500\nMuara Teduh;877;400\nSungai Jernih;603;500"
    desk = client_of(pak_hadi())
    form = {"do": "table", "table": table + "\nAtlantis;5;4", "source": "KPU 2020"}
    assert desk.post(url(scope, "outreach"), form).status_code == 422
    assert not TurnoutTable.objects.exists(), "a table is whole or it is not kept"
    assert desk.post(url(scope, "outreach"), {**form, "table": table}).status_code == 302
    rows = desk.get(url(scope, "outreach")).context["rows"]
    assert [row["name"] for row in rows] == [
        "Muara Teduh",
        "Sungai Jernih",
        "Kota Hulu",
        "Pulau Kecil",
    ]
    camat = client_of(camat_hulu())
    assert camat.post(url(scope, "outreach"), {**form, "table": table}).status_code == 403


def test_a_target_needs_a_source_and_an_event_its_owner(scope: Scope) -> None:
    desk = client_of(pak_hadi())
    for form in (
        {"do": "target", "percent": "820", "source": "x"},
        {"do": "target", "percent": "82", "source": " "},
        {"do": "plan", "desa": "99.01.01", "day": "2024-11-18", "place": "x", "what": "y"},
    ):
        assert desk.post(url(scope, "outreach"), form).status_code == 422
    desk.post(url(scope, "outreach"), {"do": "target", "percent": "81,5", "source": "RPJMN"})
    found = outreach.newest_target(scope)
    assert found is not None
    assert str(found.percent) == "81.5"
    form = {"desa": "99.01.01.2002", "place": "Balai", "what": "Temu warga", "owner": "Camat"}
    made = outreach.plan(scope, camat_hulu(), form, NOW.date(), NOW)
    told = {"do": "tell", "row": made.pk, "held": "1", "people": "1.200"}
    assert client_of(camat_hulu()).post(url(scope, "outreach"), told).status_code == 302
    made.refresh_from_db()
    assert (made.held, made.people) == (True, 1200)


def test_an_operator_asks_from_a_page_and_closes_what_was_answered(scope: Scope) -> None:
    bu_rina = person("bu_rina")
    ppk, desk = client_of(bu_rina), client_of(pak_hadi())
    page = url(scope, "shipments")
    form = {"do": "ask", "text": "Mana muatan Hulu? <script>", "page": page + "?q=Budi"}
    assert ppk.post(url(scope, "questions"), form).status_code == 302
    row = Question.objects.get()
    assert row.page == page, "what somebody searched for is not kept"
    assert "&lt;script&gt;" in desk.get(url(scope, "questions")).content.decode()
    other = client_of(person("bu_sari"))
    assert "Mana muatan" not in other.get(url(scope, "questions")).content.decode()
    word = {"do": "word", "number": "1", "text": "Di Muatan, baris dua"}
    assert other.post(url(scope, "questions"), word).status_code == 403
    assert desk.post(url(scope, "questions"), word).status_code == 302
    row.refresh_from_db()
    assert row.waits_since is None
    close = {"do": "close", "number": "1"}
    assert desk.post(url(scope, "questions"), close).status_code == 422, "the asker closes"
    assert ppk.post(url(scope, "questions"), close).status_code == 302
    assert desk.post(url(scope, "questions"), word).status_code == 422


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "/akun/", "x" * 300])
def test_a_page_elsewhere_is_not_remembered(scope: Scope, page: str) -> None:
    assert questions.page_below(scope, page) == ""


def test_a_question_that_waits_too_long_calls_the_desk(scope: Scope) -> None:
    questions.ask(scope, camat_hulu(), "Tolong", "", NOW - timedelta(minutes=61))
    alerting.refresh(scope, NOW, force=True)
    alert = Alert.objects.get(kind="question")
    assert alert.holder.name == "desk"
    questions.add_word(scope, pak_hadi(), 1, "Sudah", NOW)
    alerting.refresh(scope, NOW + timedelta(minutes=2), force=True)
    alert.refresh_from_db()
    assert alert.settled_at is not None


def test_a_question_that_is_too_long_is_shown_again(scope: Scope) -> None:
    ida = client_of(camat_hulu())
    for letters in (2_000, 6_000):
        form = {"do": "ask", "text": "Kapan tiba? " + "a" * letters}
        answer = ida.post(url(scope, "questions"), form)
        page = answer.content.decode()
        assert answer.status_code in (413, 422)
        assert "Kapan tiba? " + "a" * letters in page
        assert 'role="alert"' in page
    questions.ask(scope, camat_hulu(), "Kapan?", "", NOW)
    answer = client_of(pak_hadi()).post(
        url(scope, "questions"), {"do": "word", "number": "1", "text": "Besok " + "a" * 2_000}
    )
    row = answer.content.decode().partition('id="t-1"')[2].partition("</li>")[0]
    assert "<details open>" in row
    assert "Besok aaa" in row


def test_ten_megabytes_are_refused(scope: Scope) -> None:
    form = {"do": "ask", "text": "a" * 2_001}
    assert client_of(person("bu_rina")).post(url(scope, "questions"), form).status_code == 413
    with pytest.raises(Refused):
        questions.ask(scope, person("bu_rina"), "a" * 10_000_000, "", NOW)


def test_a_report_is_kept_as_it_was_sent(scope: Scope) -> None:
    who = pak_hadi()
    desk = client_of(who)
    assert desk.post(url(scope, "daily_send"), {"mark": "lama"}).status_code == 422
    assert not DailyReport.objects.exists()
    for _ in range(2):
        mark = daily.draft(scope, who, clock.now()).mark
        assert desk.post(url(scope, "daily_send"), {"mark": mark}).status_code == 302
    second, first = DailyReport.objects.order_by("-version")
    assert (first.number, first.version) == (1, 1)
    assert (second.number, second.version) == (1, 2)
    assert "Laporan harian 1" in first.message
    assert all(line["evidence"] for line in first.lines)
    pdf = client_of(person("pak_adi")).get(url(scope, "daily_pdf", first.pk))
    assert pdf.content == bytes(first.pdf)
    assert pdf.content.startswith(b"%PDF")
    assert client_of(camat_hulu()).get(url(scope, "daily_draft_pdf")).status_code == 403
    assert (
        client_of(person("bu_rina")).post(url(scope, "daily_send"), {"mark": ""}).status_code == 403
    )


def test_deleted_accounts_leave_their_words(scope: Scope) -> None:
    who = pak_hadi()
    questions.ask(scope, person("bu_rina"), "Bagaimana?", "", NOW)
    notices.announce(scope, who, "Catatan lama", [], "99.01", NOW + timedelta(days=1), NOW)
    notices.read(scope, person("bu_rina"), 1, NOW)
    User.objects.filter(username__in=["pak_hadi", "bu_rina"]).delete()
    page = (
        client_of(clerk("pengganti", Role.DESK)).get(url(scope, "announcements")).content.decode()
    )
    assert "Catatan lama" in page
    assert AnnouncementRead.objects.count() == 1
    assert client_of(clerk("pengganti", Role.DESK)).get(url(scope, "questions")).status_code == 200


def test_more_rows_cost_no_more_queries(scope: Scope) -> None:
    who = pak_hadi()
    counts: dict[str, list[int]] = {}
    begun = 0
    for many in (2, 25):
        for n in range(begun, many):
            form = {"role": "bpbd", "area": "99.01", "name": f"Orang {n}", "phone": "081234567"}
            contacts.add(scope, who, form, NOW)
            contacts.put_on_duty(
                scope, who, {**form, "begins": "07:00", "ends": "19:00"}, NOW.date(), NOW
            )
            questions.ask(scope, clerk(f"op{n}", Role.PPK, "99.01.01"), "Tolong", "", NOW)
            notices.announce(scope, who, f"Kabar {n}", [], "99.01", NOW + timedelta(days=1), NOW)
            area = {"area": "99.01.01"}
            deciding.advise(
                scope, "intervention", deciding.Words(f"Bantu {n}"), who, NOW, None, area
            )
            event = {"desa": "99.01.01.2002", "place": "Balai", "what": "Temu", "owner": "Camat"}
            outreach.plan(scope, who, event, NOW.date(), NOW)
        begun = many
        client = client_of(who)
        for name in PAGES:
            client.get(url(scope, name))
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url(scope, name)).status_code == 200
            counts.setdefault(name, []).append(len(caught))
    assert {name: few for name, (few, _) in counts.items()} == {
        name: many for name, (_, many) in counts.items()
    }


def test_turnout_of_phones_stands_against_the_target() -> None:
    trouble = Trouble()
    scope = trouble.scope
    outreach.set_target(scope, pak_hadi(), "82", "RPJMN", NOW)
    for voters, minutes in ((150, 0), (100, -30)):
        at_ = trouble.now + timedelta(minutes=minutes)
        told = {"place": TPS, "voters": voters, "dpt": voters}
        trouble.say(trouble.kpps, events.Turnout, at_, **told)
    lists = outreach.lists_of(scope)
    total, by_desa = outreach.now_by(scope, lists)
    assert (total.heard, total.voted) == (1, 150), "the later number counts, whatever came first"
    assert by_desa[TPS[:13]].heard == 1
    page = client_of(pak_hadi()).get(url(scope, "outreach"))
    assert page.context["is_behind"]


def test_the_pack_for_a_dark_day_prints_the_same_list(scope: Scope) -> None:
    form = {"role": "bpbd", "area": "99.01", "name": "Bu Ratna", "phone": "0812 3456 7890"}
    contacts.add(scope, pak_hadi(), form, NOW)
    near = {**form, "role": "desk_kecamatan", "area": "99.01.02", "name": "Camat Hilir"}
    contacts.add(scope, pak_hadi(), near, NOW)
    listed = rakor_papers._contacts(scope, "99.01.01", {"99.01": "Kabupaten Contoh"}, NOW)
    assert [(each.role, each.name) for each in listed] == [("BPBD", "Bu Ratna")]


def test_names_and_phones_go_when_their_time_is_over_and_what_was_said_stays(scope: Scope) -> None:
    form = {"role": "bpbd", "area": "99.01", "name": "Bu Ratna", "phone": "0812 3456 7890"}
    contacts.add(scope, pak_hadi(), form, NOW)
    shift = {**form, "begins": "07:00", "ends": "19:00"}
    contacts.put_on_duty(scope, pak_hadi(), shift, NOW.date(), NOW)
    notices.announce(scope, pak_hadi(), "x", [], "99.01", NOW + timedelta(days=1), NOW)
    notices.read(scope, person("bu_rina"), 1, NOW)
    names = [name for name in purging.PURGERS if ".government." in name]
    assert {name: purging._purger(name)(scope) for name in names} == dict.fromkeys(names, 1)
    assert not contacts.people_of(scope)
    assert Announcement.objects.exists()
