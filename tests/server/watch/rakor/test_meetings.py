"""Meetings: who may write, what is carried over, and who signed in by QR."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.catalogue import Words
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.watch.rakor import briefing
from tepat.core.watch.rakor.state import Evidence
from tepat.server import clock, flow
from tepat.server.desk.words import role_name
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.models import Alert, Attendance, Meeting, MeetingAction
from tepat.server.watch.rakor import attending, beginning, pages, queries, services
from tests.worlds import clerk, client_of, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def pak_hadi(scope: Scope) -> User:
    return clerk("pak_hadi_contoh", Role.DESK, scope.kabupaten)


def called(scope: Scope, by: User, when: datetime = NOW, every: str = "3") -> Meeting:
    return services.call(scope, by, "kesiapan", when, "Pendopo", every, when)


def url(scope: Scope, name: str, *args: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *args])


def test_a_meeting_from_the_call_to_the_minutes(scope: Scope) -> None:
    user = pak_hadi(scope)
    desk = client_of(user)
    form = {"title": "kesiapan H-12", "begins_at": "2024-11-15T10:00", "every_days": "3"}
    assert desk.post(url(scope, "rakor_call"), form).status_code == 302
    made = Meeting.objects.get(scope=scope)
    assert made.agency == "desk"
    assert made.items.exists(), "the agenda is drafted from what is open"

    desk.post(
        url(scope, "rakor_decide", 1),
        {"text": "Buka segel kotak Hulu", "owner": "KPU", "due": "2024-11-16T09:00"},
    )
    desk.post(url(scope, "rakor_minutes", 1), {"text": "<b>BPBD</b> siap"})
    desk.post(url(scope, "rakor_minutes", 1), {"text": "<b>BPBD</b> siap."})
    decision = made.decisions.get()
    assert decision.is_request, "of seals only KPU decides"
    assert made.minutes.count() == 2, "the older version is kept"
    page = desk.get(url(scope, "rakor_meeting", 1)).content.decode()
    assert "&lt;b&gt;BPBD&lt;/b&gt;" in page
    assert "<b>BPBD" not in page

    desk.post(url(scope, "rakor_close", 1))
    made.refresh_from_db()
    assert made.briefing["lines"]
    again = desk.post(url(scope, "rakor_minutes", 1), {"text": "lain"})
    assert again.status_code == 422
    pdf = desk.get(url(scope, "rakor_minutes_pdf", 1))
    assert pdf.content.startswith(b"%PDF")


def test_the_agenda_is_brought_to_what_is_open_as_the_meeting_begins(scope: Scope) -> None:
    user = pak_hadi(scope)
    first = called(scope, user, NOW - timedelta(days=3))
    then = NOW - timedelta(days=3)

    def decided(text: str, due: datetime) -> MeetingAction:
        made = services.decide(first, user, text=text, owner="KPU", due=due, item="", now=then)
        return made.meetingaction

    kept, settled = (decided(text, NOW - timedelta(days=1)) for text in ("Palet", "Terpal"))
    coming = services.call(
        scope, user, "malam", NOW + timedelta(hours=2), "Pendopo", "", NOW - timedelta(hours=1)
    )
    services.add_item(coming, "Doa bersama", "", "Desk")
    titles = [item.title["id"] for item in coming.items.all()]
    assert titles[:2] == ["Palet", "Terpal"]
    assert not beginning.begin_due(scope, NOW), "it has not begun"

    services.step(settled, user, "done", "", NOW)
    decided("Genset", NOW - timedelta(hours=1))
    kept.due_at = NOW - timedelta(hours=2)
    kept.save()
    assert beginning.begin_due(scope, NOW + timedelta(hours=2)) == 1
    became = {item.title["id"]: item.since for item in coming.items.all()}
    assert became["Palet"] == "changed"
    assert became["Terpal"] == "settled"
    assert became["Genset"] == "new"
    assert became["Doa bersama"] == "", "what was written by hand stays as it is"
    assert coming.items.get(title__id="Palet").was["text"] != {}
    assert not beginning.begin_due(scope, NOW + timedelta(hours=3)), "once"

    page = client_of(user).get(url(scope, "rakor_meeting", coming.number)).content.decode()
    assert "berubah sejak undangan" in page
    assert "tidak terbuka lagi" in page
    assert "baru sejak undangan" in page


def test_an_open_action_is_carried_over_and_a_settled_one_is_not(scope: Scope) -> None:
    user = pak_hadi(scope)
    first = called(scope, user, NOW - timedelta(days=3))
    for text in ("Perbaiki atap", "Pasang lampu"):
        services.decide(
            first, user, text=text, owner="Camat", due=NOW, item="", now=NOW - timedelta(days=3)
        )
    services.close(first, user, NOW - timedelta(days=3) + timedelta(hours=1))
    roof, lamp = MeetingAction.objects.order_by("pk")
    services.step(lamp, user, "done", "terpasang", NOW - timedelta(days=2))
    second = called(scope, user, NOW - timedelta(days=1))
    services.close(second, user, NOW - timedelta(hours=23))
    third = called(scope, user, NOW)

    page = client_of(user).get(url(scope, "rakor_meeting", third.number))

    carried = page.context["carried"]
    assert [each["row"].action.pk for each in carried] == [roof.pk]
    assert carried[0]["row"].carried == 2
    assert "dibawa 2 kali" in page.content.decode()


def test_nobody_writes_in_the_meeting_of_another_agency(scope: Scope) -> None:
    called(scope, pak_hadi(scope))
    before = list(Meeting.objects.values())
    kpu = client_of(person("bu_dewi"))
    for name, form in (
        ("rakor_minutes", {"text": "diam-diam"}),
        ("rakor_decide", {"text": "x", "owner": "y", "due": "2024-11-16T09:00"}),
        ("rakor_agenda", {"do": "add", "title": "x"}),
        ("rakor_close", {}),
        ("rakor_present", {"name": "x", "agency": "y"}),
        ("rakor_exercise", {"do": "begin", "case": "kotak_hilang"}),
    ):
        answer = kpu.post(url(scope, name, 1), form)
        assert answer.status_code == 422, name
        assert "DESK" in answer.content.decode()
    assert list(Meeting.objects.values()) == before
    assert not Meeting.objects.get().minutes.exists()


def test_an_action_is_settled_by_its_owner_or_by_who_called_the_meeting(scope: Scope) -> None:
    user = pak_hadi(scope)
    made = called(scope, user)
    for owner in ("Camat Hulu", "KPU, bagian logistik"):
        services.decide(made, user, text="Pasang lampu", owner=owner, due=NOW, item="", now=NOW)
    of_camat, of_kpu = MeetingAction.objects.order_by("pk")
    kpu, form = person("bu_dewi"), {"state": "done", "note": "selesai"}

    refused = client_of(kpu).post(url(scope, "rakor_step", of_camat.pk), form)
    assert refused.status_code == 403
    assert "dipegang Camat Hulu" in refused.content.decode()
    assert not of_camat.steps.exists()
    page = client_of(kpu).get(url(scope, "rakor")).content.decode()
    assert url(scope, "rakor_step", of_camat.pk) not in page
    assert url(scope, "rakor_step", of_kpu.pk) in page

    assert client_of(kpu).post(url(scope, "rakor_step", of_kpu.pk), form).status_code == 302
    assert client_of(user).post(url(scope, "rakor_step", of_camat.pk), form).status_code == 302
    shown = client_of(kpu).get(url(scope, "rakor")).context["actions"]
    said = {each["row"].action.pk: (each["agency"], each["by"]) for each in shown}
    assert said[of_kpu.pk][1] == kpu.username
    assert "KPU" in said[of_kpu.pk][0]
    assert said[of_camat.pk][1] == user.username
    assert "Desk" in said[of_camat.pk][0]
    page = client_of(kpu).get(url(scope, "rakor")).content.decode()
    assert f"{said[of_kpu.pk][0]}, {kpu.username}, " in page


@pytest.mark.parametrize("name", ["bu_rina", "bu_sari"])
def test_who_holds_no_meetings_reads_them_without_names(scope: Scope, name: str) -> None:
    made = called(scope, pak_hadi(scope))
    attending.sign_in(made, "Bu Ratna", "BPBD", "k1", NOW)
    client = client_of(person(name))

    page = client.get(url(scope, "rakor_meeting", 1)).content.decode()

    assert "BPBD" in page
    assert "Bu Ratna" not in page
    assert attending.token_of(made) not in page
    assert client.get(url(scope, "rakor_minutes_pdf", 1)).status_code == 403
    assert client.post(url(scope, "rakor_call"), {"title": "x"}).status_code == 403


def test_the_pages_ask_as_often_with_many_rows(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = pak_hadi(scope)
    client = client_of(user)
    made = called(scope, user)
    counts = []
    for more in (1, 30):
        for number in range(more):
            services.decide(
                made, user, text=f"t{more}-{number}", owner="o", due=NOW, item="", now=NOW
            )
            attending.sign_in(made, f"n{number}", f"a{number}", f"{more}-{number}", NOW)
            services.add_item(made, f"pokok {more}-{number}", "", "")
        for page in ("rakor", "rakor_meeting"):
            args = [1] if page == "rakor_meeting" else []
            with django_assert_max_num_queries(60) as caught:
                client.get(url(scope, page, *args))
            counts.append(len(caught.captured_queries))
    assert counts[:2] == counts[2:]


def test_a_missed_meeting_is_said_on_the_page(scope: Scope) -> None:
    user = pak_hadi(scope)
    held = called(scope, user, NOW - timedelta(days=6))
    services.close(held, user, NOW - timedelta(days=6))

    assert "desk" in queries.missed_of(scope, NOW)
    assert "terlewat" in client_of(user).get(url(scope, "rakor")).content.decode()

    called(scope, user, NOW + timedelta(hours=3))
    assert queries.missed_of(scope, NOW) == {}


def test_a_missed_meeting_calls_the_agency_until_the_next_is_called(scope: Scope) -> None:
    user = pak_hadi(scope)
    held = called(scope, user, NOW - timedelta(days=3))
    services.close(held, user, NOW - timedelta(days=3))
    alerts.refresh(scope, NOW, force=True)
    assert not Alert.objects.exists(), "a day of grace"

    late = NOW + timedelta(days=1, minutes=1)
    clock.shift(late - datetime.now(UTC))
    for minutes in (0, 5):
        alerts.refresh(scope, late + timedelta(minutes=minutes), force=True)
    alert = Alert.objects.get()
    assert (alert.kind, alert.holder.name) == ("meeting_missed", "desk")
    page = client_of(user).get(url(scope, "alerts")).content.decode()
    assert f"Rakor {role_name(Role.DESK)} terlewat" in page
    assert f'href="{url(scope, "rakor")}"' in page
    assert f'href="{url(scope, "rakor_meeting", held.number)}"' in page
    assert alerts.may_take(user, alert)
    assert not alerts.may_take(person("bu_dewi"), alert)

    alerts.refresh(scope, late + timedelta(hours=9), force=True)
    alert.refresh_from_db()
    assert alert.holder.name == "desk_provinsi"
    called(scope, user, late + timedelta(days=1))
    alerts.refresh(scope, late + timedelta(hours=10), force=True)
    alert.refresh_from_db()
    assert alert.settled_at is not None


def test_a_meeting_given_up_long_ago_calls_nobody(scope: Scope) -> None:
    called(scope, pak_hadi(scope), NOW - timedelta(days=19))
    alerts.refresh(scope, NOW, force=True)
    assert not Alert.objects.exists()


# -- attendance


def form_in(page: str) -> str:
    return page.partition('name="form" value="')[2].partition('"')[0]


def test_a_form_signs_one_person_in_once(scope: Scope) -> None:
    made = called(scope, pak_hadi(scope))
    address = reverse("attend", args=[attending.token_of(made)])
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    said = {"name": "<script>x</script>", "agency": "BPBD", "form": form_in(page.content.decode())}

    first = stranger.post(address, said)
    again = stranger.post(address, said)

    assert first.status_code == 200
    assert "&lt;script&gt;" in first.content.decode()
    assert again.status_code == 422
    assert Attendance.objects.count() == 1
    assert (
        "<script>x"
        not in client_of(pak_hadi(scope)).get(url(scope, "rakor_meeting", 1)).content.decode()
    )
    assert attending.purge(scope) == 1


def test_no_other_form_and_no_other_address_works(scope: Scope) -> None:
    user = pak_hadi(scope)
    made, other = called(scope, user), called(scope, user)
    address = reverse("attend", args=[attending.token_of(made)])
    client = Client()
    of_other = attending.form_of(other)
    for form in ("", "x", of_other, of_other[:-2] + "zz", "a" * 5_000):
        answer = client.post(address, {"name": "A", "agency": "B", "form": form})
        assert answer.status_code == 422
    token = attending.token_of(made)
    for wrong in (token[:-1] + ("0" if token[-1] != "0" else "1"), "f" * 44, made.code):
        assert client.get(reverse("attend", args=[wrong])).status_code == 422
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("days", [-2, 2])
def test_the_form_is_open_around_the_meeting_only(scope: Scope, days: int) -> None:
    made = called(scope, pak_hadi(scope), NOW + timedelta(days=days))
    answer = Client().get(reverse("attend", args=[attending.token_of(made)]))
    assert answer.status_code == 422


def test_the_page_shows_the_qr_only_while_the_form_is_open(scope: Scope) -> None:
    user = pak_hadi(scope)
    called(scope, user)
    later = called(scope, user, NOW + timedelta(days=2))
    assert "Pindai untuk hadir" in client_of(user).get(url(scope, "rakor_meeting", 1)).text
    page = client_of(user).get(url(scope, "rakor_meeting", later.number)).text
    assert "Pindai untuk hadir" not in page
    assert "QR daftar hadir tampil" in page
    said = Client().get(reverse("attend", args=[attending.token_of(later)])).text
    assert "terbuka" in said, "it says when"


def test_a_meeting_that_has_not_begun_is_closed_only_when_called_off(scope: Scope) -> None:
    user = pak_hadi(scope)
    later = called(scope, user, NOW + timedelta(hours=2))
    close = url(scope, "rakor_close", later.number)
    assert client_of(user).post(close).status_code in (409, 422)
    later.refresh_from_db()
    assert later.is_open
    assert client_of(user).post(close, {"off": "1"}).status_code == 302
    later.refresh_from_db()
    assert not later.is_open


def test_ten_megabytes_are_refused_with_a_sentence(scope: Scope) -> None:
    user = pak_hadi(scope)
    made = called(scope, user)
    large = "x" * 10_000_000
    address = reverse("attend", args=[attending.token_of(made)])
    form = attending.form_of(made)
    answers = [
        Client().post(address, {"name": large, "agency": "B", "form": form}),
        client_of(user).post(url(scope, "rakor_minutes", 1), {"text": large}),
        client_of(user).post(url(scope, "rakor_minutes", 1), {"text": "x" * 20_001}),
    ]
    assert all(400 <= answer.status_code < 500 for answer in answers)
    assert not made.minutes.exists()
    assert not Attendance.objects.exists()


def test_empty_fields_and_a_silly_cadence_are_refused(scope: Scope) -> None:
    desk = client_of(pak_hadi(scope))
    when = "2024-11-15T10:00"
    for form in (
        {"title": " ", "begins_at": when},
        {"title": "x", "begins_at": ""},
        {"title": "x", "begins_at": when, "every_days": "99"},
        {"title": "x", "begins_at": when, "every_days": "-1"},
        {"title": "x", "begins_at": when, "every_days": "²"},
        {"title": "x" * 121, "begins_at": when},
    ):
        assert desk.post(url(scope, "rakor_call"), form).status_code == 422, form
    assert not Meeting.objects.exists()


# -- exercise


def test_what_is_expected_is_shown_after_the_decision_only(scope: Scope) -> None:
    user = pak_hadi(scope)
    called(scope, user)
    desk, here = client_of(user), url(scope, "rakor_exercise", 1)
    desk.post(here, {"do": "begin", "case": "segel_tergosok"})
    page = desk.get(url(scope, "rakor_meeting", 1)).content.decode()
    assert "tidak terbaca" in page
    assert "Sisihkan kotak" not in page

    first = {"do": "answer", "case": "segel_tergosok", "inject": "worn", "text": "Sisihkan, foto."}
    assert desk.post(here, first).status_code == 302
    assert desk.post(here, first | {"text": "lain"}).status_code == 422
    page = desk.get(url(scope, "rakor_meeting", 1)).content.decode()
    assert "Sisihkan kotak" in page
    assert "beredar di WhatsApp" not in page

    judge = {"do": "judge", "case": "segel_tergosok", "inject": "worn"}
    desk.post(here, judge | {"found": ["set_aside", "photo", "police"]})
    assert desk.post(here, judge | {"found": ["kpu_decides"]}).status_code == 422
    rumour = {"case": "segel_tergosok", "inject": "rumour"}
    desk.post(here, rumour | {"do": "answer", "text": "Diam."})
    desk.post(here, rumour | {"do": "judge"})

    exercise = desk.get(url(scope, "rakor_meeting", 1)).context["exercises"][0]
    assert (exercise["score"].got, exercise["score"].of) == (2, 8)


# -- what was typed


@pytest.mark.parametrize(
    ("name", "part", "form", "sentence"),
    [
        ("rakor_call", "panggil", {"title": "Siap & tepat", "begins_at": ""}, "waktu belum diisi"),
        (
            "rakor_call",
            "panggil",
            {"title": "Siap & tepat", "begins_at": "2024-11-16T09:00", "every_days": "99"},
            "dari 0 sampai 60",
        ),
        (
            "rakor_decide",
            "keputusan",
            {"text": "Siap & tepat", "owner": "Camat", "due": ""},
            "jatuh tempo belum diisi",
        ),
        ("rakor_agenda", "agenda", {"do": "add", "ask": "Siap & tepat"}, "pokok belum diisi"),
        ("rakor_minutes", "notulen", {"text": "Siap & tepat" + "x" * 20_000}, "20000 huruf"),
        ("rakor_present", "kehadiran", {"name": "Siap & tepat"}, "lembaga belum diisi"),
        (
            "rakor_exercise",
            "latihan",
            {"do": "answer", "case": "entah", "inject": "x", "text": "Siap & tepat"},
            "Tidak ada latihan entah",
        ),
    ],
)
def test_a_refused_form_is_shown_again_as_it_was_filled_in(
    scope: Scope, name: str, part: str, form: dict[str, str], sentence: str
) -> None:
    user = pak_hadi(scope)
    called(scope, user)
    answer = client_of(user).post(url(scope, name, *([] if name == "rakor_call" else [1])), form)
    assert answer.status_code == 422
    section = answer.content.decode().partition(f'id="{part}"')[2].partition("</section>")[0]
    assert sentence in section, "beside the form"
    assert "Siap &amp; tepat" in section
    for field in form.keys() - {"do", "case", "inject"}:
        assert form[field].replace("&", "&amp;") in section
    plain = client_of(user).get(url(scope, "rakor_meeting", 1)).content.decode()
    assert "Siap &amp; tepat" not in plain
    assert 'role="alert"' not in plain


def test_who_signs_in_without_an_agency_keeps_the_name(scope: Scope) -> None:
    made = called(scope, pak_hadi(scope))
    address = reverse("attend", args=[attending.token_of(made)])
    said = {"name": "Bu Ratna", "agency": " ", "form": attending.form_of(made)}
    answer = Client().post(address, said)
    assert answer.status_code == 422
    assert 'value="Bu Ratna"' in answer.content.decode()
    again = {**said, "agency": "BPBD", "form": form_in(answer.content.decode())}
    assert Client().post(address, again).status_code == 200
    assert Attendance.objects.get().name == "Bu Ratna"


@pytest.mark.parametrize("letters", [20_001, 150_000, 10_000_000])
def test_minutes_that_are_too_long_name_their_limit_and_keep_a_part(
    scope: Scope, letters: int
) -> None:
    user = pak_hadi(scope)
    made = called(scope, user)
    form = urlencode({"csrfmiddlewaretoken": "x", "text": "Rapat dibuka. " + "x" * letters})
    address = url(scope, "rakor_minutes", 1)
    answer = client_of(user).post(address, form, content_type="application/x-www-form-urlencoded")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "paling banyak 20000 huruf" in page
    assert "Isian notulen" in page.replace("Isian Notulen", "Isian notulen")
    assert address not in page.partition("paling banyak")[0][-200:], "no path as a name"
    assert "Rapat dibuka. xxx" in page
    assert page.count("x") > 10_000
    assert not made.minutes.exists()


def test_a_source_that_the_reader_may_not_open_is_named_without_a_link(scope: Scope) -> None:
    """The last fact of a load, and a contract line: KPU opens both, the Desk neither."""
    sari = person("bu_sari").account
    regenerate(scope, election_of(scope), NOW)
    box = Package.objects.filter(scope=scope, form="K").earliest("code")
    typed = events.Received(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NOW,
        by=str(sari),
        packages=(box.code,),
        giver="warehouse@99.01",
        receiver="ppk@99.01.01",
        place="99.01.01:ppk",
        to="99.01.01:ppk",
        paper="12/BA/2024",
    )
    [receipt] = flow.report(scope, [typed], sari, NOW)
    label = Words("Fakta terakhir", "Last fact")
    kept = (
        Evidence(label, "log_fact", (receipt.id,)),
        Evidence(label, "stock_contract", ("7",)),
        Evidence(label, "alerts"),
    )
    line = briefing.Line(briefing.Topic.THREATS, label, kept)

    def shown(user: User) -> list[str]:
        [part] = pages.said([line], scope, user)
        [(_, sources)] = part.lines
        assert [each for each, _ in sources] == ["Fakta terakhir"] * 3
        return [address for _, address in sources]

    fact, contract = url(scope, "log_fact", receipt.id), url(scope, "stock_contract", 7)
    assert shown(person("bu_dewi")) == [fact, contract, url(scope, "alerts")]
    assert shown(pak_hadi(scope)) == ["", "", url(scope, "alerts")]
