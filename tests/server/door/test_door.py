"""The door for facts of devices: what comes in, what is kept apart, and what is promised."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from tepat.core.election.roles import Role
from tepat.core.log import canonical, entries, keys, receipts
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Refused
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, LogHead, Quarantined
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import quotas, reporting
from tepat.server.move.models import Device, PackageCustody, PackageState
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.server.door.door import BOX, OTHER_BOX, changed, take, verdicts
from tests.worlds import person

pytestmark = pytest.mark.django_db

# -- what is admitted ------------------------------------------------------------


def test_the_key_of_the_desk_is_the_first_entry_of_a_log(scope: Scope) -> None:
    take(scope, Sent(b"{}", bytes(64)))

    root = Fact.objects.get(number=1)
    assert root.kind == "desk_enrolled"
    assert root.device == own_keys.desk().key_id
    assert Quarantined.objects.get().number == 2


def test_what_an_officer_packed_is_the_state_of_the_box(scope: Scope, sari: Phone) -> None:
    [receipt] = take(scope, packed(sari, BOX))

    assert receipt.verdict == "accepted"
    assert receipt.number == LogHead.objects.get().size
    assert PackageState.objects.get(package=BOX).state == "packed"
    assert PackageCustody.objects.get(package=BOX).stage == "packed"


def test_two_who_sign_on_the_spot_are_both_kept(scope: Scope, sari: Phone) -> None:
    adi = phone_of(scope, "pak_adi", Role.BAWASLU)

    [receipt] = take(scope, packed(sari, BOX, adi))

    entry = entries.parse(log.entries("pilkada-2024", "99.01", receipt.number, receipt.number)[0])
    assert isinstance(entry, entries.FactEntry)
    assert [each.device for each in entry.countersigned] == [adi.device]


def test_the_same_batch_again_gets_the_same_numbers_and_the_same_bytes(
    scope: Scope, sari: Phone
) -> None:
    batch = [packed(sari, BOX), Sent(b"[]", bytes(64)), packed(sari, OTHER_BOX)]
    first = take(scope, *batch)
    size = LogHead.objects.get().size

    again = flow.accept(scope, batch, "another", NIGHT + timedelta(hours=3))
    third = flow.accept(scope, batch, "another", NIGHT + timedelta(hours=9))

    assert [each.number for each in again] == [each.number for each in first]
    assert verdicts(again) == [("known", ""), ("quarantined", "malformed"), ("known", "")]
    assert [each.received for each in again] == [NIGHT] * 3
    assert [each.signed(scope) for each in again] == [each.signed(scope) for each in third]
    assert LogHead.objects.get().size == size


def test_a_fact_twice_in_one_batch_is_one_fact(scope: Scope, sari: Phone) -> None:
    sent = packed(sari, BOX)

    first, second = take(scope, sent, sent)

    assert (first.verdict, second.verdict) == ("accepted", "known")
    assert first.number == second.number


def test_a_receipt_promises_inclusion_and_is_signed_by_the_desk(scope: Scope, sari: Phone) -> None:
    [receipt] = take(scope, packed(sari, BOX))

    body, signature = receipt.signed(scope)
    assert receipts.verifies(own_keys.desk().public, body, signature)
    said = receipts.parse(body)
    assert (said.fact, said.number, said.within) == (receipt.id, receipt.number, 600)
    assert said.log.endswith("/pilkada-2024/99.01")


def test_entries_of_facts_and_quarantine_are_one_sequence(scope: Scope, sari: Phone) -> None:
    take(scope, packed(sari, BOX), Sent(b"[]", bytes(64)), packed(sari, OTHER_BOX))
    size = LogHead.objects.get().size

    leaves = [entries.parse(leaf) for leaf in log.entries("pilkada-2024", "99.01", 1, size)]

    assert len(leaves) == size == log.size("pilkada-2024", "99.01")
    assert [type(leaf) for leaf in leaves[-3:]] == [
        entries.FactEntry,
        entries.FactEntry,
        entries.QuarantinedEntry,
    ]


def test_of_results_the_log_shows_the_hash_and_the_body_lies_beside(scope: Scope) -> None:
    polisi = phone_of(scope, "pak_polisi", Role.POLRES)
    hours = {"starts": NIGHT, "ends": NIGHT + timedelta(hours=8)}
    sent = polisi.say(
        events.Guarded, place="99.01:gudang-1", guard="polres@99.01", salt="ab" * 16, **hours
    )

    [receipt] = take(scope, sent)

    [leaf] = log.entries("pilkada-2024", "99.01", receipt.number, receipt.number)
    entry = entries.parse(leaf)
    assert isinstance(entry, entries.HiddenEntry)
    assert entry.name == canonical.name_of(sent.body)
    number = receipt.number
    assert log.hidden("pilkada-2024", "99.01", 1, number) == [(number, "security", sent.body)]


# -- forged, re-encoded, oversized, of another log -------------------------------


def test_a_forged_signature_is_kept_apart_and_moves_nothing(scope: Scope, sari: Phone) -> None:
    sent = packed(sari, BOX)
    forged = replace(sent, sig=sent.sig[:-1] + bytes([sent.sig[-1] ^ 1]))

    assert verdicts(take(scope, forged)) == [("quarantined", "bad_signature")]
    assert not PackageState.objects.exists()

    # Whoever was first with a wrong signature keeps nobody out.
    assert verdicts(take(scope, sent)) == [("accepted", "")]


def test_somebody_elses_key_signs_for_nobody(scope: Scope, sari: Phone) -> None:
    udin = phone_of(scope, "pak_udin")
    sent = packed(sari, BOX)

    forged = Sent(sent.body, udin.signature(sent.body))
    assert verdicts(take(scope, forged)) == [("quarantined", "bad_signature")]


def test_a_signature_of_a_request_is_none_of_a_fact(scope: Scope, sari: Phone) -> None:
    sent = packed(sari, BOX)

    other = replace(sent, sig=keys.sign_body(sari.signer, keys.REQUEST, sent.body))
    assert verdicts(take(scope, other)) == [("quarantined", "bad_signature")]


@pytest.mark.parametrize(
    ("old", "new"),
    [('{"', '{ "'), ('"v":1', '"v":1.0'), ('"kind":"packed"', '"kind":"packe\\u0064"')],
)
def test_another_spelling_of_a_fact_is_no_fact(
    scope: Scope, sari: Phone, old: str, new: str
) -> None:
    body = changed(packed(sari, BOX), old, new)

    assert verdicts(take(scope, sari.sign(body))) == [("quarantined", "not_canonical")]


def test_a_key_twice_is_no_fact(scope: Scope, sari: Phone) -> None:
    body = changed(packed(sari, BOX), ',"v":1', ',"v":1,"v":1')

    assert verdicts(take(scope, sari.sign(body))) == [("quarantined", "not_canonical")]


def test_what_is_too_large_is_kept_in_part_only(scope: Scope, sari: Phone) -> None:
    body = b"[" + b" " * 70_000 + b"]"

    assert verdicts(take(scope, sari.sign(body))) == [("quarantined", "too_large")]
    kept = Quarantined.objects.get()
    assert len(kept.body) < 50_000
    assert kept.name == canonical.name_of(body)


def test_a_fact_whose_entry_would_be_too_large_is_kept_apart(scope: Scope, sari: Phone) -> None:
    body = events.write(sari.fact(events.Sealed, package=BOX, seals=('"' * 200,) * 80))
    assert 30_000 < len(body) <= 32_768
    others = tuple(entries.Countersignature(f"{n:032x}", bytes(64)) for n in range(8))

    found = take(scope, replace(sari.sign(body), countersigned=others))
    assert verdicts(found) == [("quarantined", "too_large")]


def test_a_fact_of_another_election_stays_outside(scope: Scope, sari: Phone) -> None:
    other = packed(sari, BOX, election="pemilu-2024")

    assert verdicts(take(scope, other)) == [("quarantined", "other_scope")]


def test_an_unknown_kind_and_a_spelled_default_are_named(scope: Scope, sari: Phone) -> None:
    unknown = changed(packed(sari, BOX), '"kind":"packed"', '"kind":"pucked"')
    spelled = changed(packed(sari, BOX), '"kabupaten"', '"holds":[],"kabupaten"')
    found = take(scope, sari.sign(unknown), sari.sign(spelled))

    assert verdicts(found) == [("quarantined", "unknown_kind"), ("quarantined", "malformed")]


def test_a_wrong_countersignature_keeps_the_fact_apart(scope: Scope, sari: Phone) -> None:
    adi = phone_of(scope, "pak_adi", Role.BAWASLU)
    sent = packed(sari, BOX, adi)
    [other] = sent.countersigned
    forged = replace(sent, countersigned=(replace(other, signature=bytes(64)),))

    assert verdicts(take(scope, forged)) == [("quarantined", "bad_countersignature")]
    assert verdicts(take(scope, sent)) == [("accepted", "")]


@pytest.mark.parametrize(
    "others",
    [
        [("a" * 32, 64), ("a" * 32, 64)],
        [("b" * 32, 64), ("a" * 32, 64)],
        [(f"{n:032x}", 64) for n in range(9)],
        [("a" * 32, 10)],
        [("e\u0301" * 30_000, 64)],
    ],
)
def test_what_no_entry_could_bear_is_kept_apart_at_once(
    scope: Scope, sari: Phone, others: list[tuple[str, int]]
) -> None:
    countersigned = tuple(entries.Countersignature(name, bytes(size)) for name, size in others)
    sent = replace(packed(sari, BOX), countersigned=countersigned)

    assert verdicts(take(scope, sent)) == [("quarantined", "bad_countersignature")]

    size = log.size(scope.election, scope.kabupaten)
    assert len(log.entries(scope.election, scope.kabupaten, 1, size)) == size


def test_several_batches_in_one_transaction_get_what_each_would_alone(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = packed(sari, BOX), packed(sari, OTHER_BOX)
    monkeypatch.setattr(quotas, "STRANGER_PER_HOUR", 2)
    uploads = [
        flow.Upload([one], sari.device),
        flow.Upload([Sent(b"{}", bytes(64)), Sent(b"[]", bytes(64))], "stranger"),
        flow.Upload([], "stranger"),
        flow.Upload([Sent(b"{1", bytes(64))], "stranger"),
        flow.Upload([other, one], "another"),
    ]

    first, second, third, fourth, fifth = flow.accept_all(scope, uploads, NIGHT)

    assert not isinstance(first, Refused)
    assert not isinstance(second, Refused)
    assert not isinstance(fifth, Refused)
    assert verdicts(first) == [("accepted", "")]
    assert [each.verdict for each in second] == ["quarantined", "quarantined"]
    assert third == []
    assert isinstance(fourth, Refused)
    assert verdicts(fifth) == [("accepted", ""), ("known", "")]
    assert fifth[1].number == first[0].number


def test_codes_may_be_as_long_and_as_odd_as_a_fact_allows(scope: Scope, sari: Phone) -> None:
    box, code = "B" * 40, "F" * 399 + "\0"
    facts = [
        packed(sari, box),
        sari.say(events.Sealed, package=box, seals=("S" * 200,)),
        sari.say(events.Commissioned, package=box, foreign=code),
    ]

    assert {verdict for verdict, _ in verdicts(take(scope, *facts))} == {"accepted"}


def test_nobody_countersigns_their_own_fact(scope: Scope, sari: Phone) -> None:
    assert verdicts(take(scope, packed(sari, BOX, sari))) == [
        ("quarantined", "bad_countersignature")
    ]


# -- keys: unknown, late, weak, without a letter ---------------------------------


def test_facts_of_an_unknown_key_wait_and_count_when_it_is_enrolled(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")
    enrolled = udin.enrol()
    early = packed(udin, BOX)

    [waiting] = take(scope, early)
    assert (waiting.verdict, waiting.reason) == ("quarantined", "unknown_device")
    assert not PackageState.objects.exists()

    [receipt] = take(scope, enrolled)
    assert receipt.verdict == "accepted"
    assert PackageState.objects.get(package=BOX).state == "packed"
    assert Quarantined.objects.get().settled == receipt.id

    [again] = take(scope, early)
    assert (again.verdict, again.number) == ("known", receipt.number + 1)


def test_an_enrolment_and_what_follows_it_may_come_in_one_batch_in_any_order(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")
    enrolled = udin.enrol()
    first, second = packed(udin, BOX), packed(udin, OTHER_BOX)

    found = take(scope, second, first, enrolled)

    assert verdicts(found) == [("accepted", "")] * 3
    assert not Device.objects.filter(gap_from__gt=0).exists()


def test_a_countersigner_who_is_unknown_yet_is_waited_for(scope: Scope, sari: Phone) -> None:
    adi = letter_for(scope, "pak_adi", Role.BAWASLU)
    enrolled = adi.enrol()

    assert verdicts(take(scope, packed(sari, BOX, adi))) == [("quarantined", "unknown_device")]
    take(scope, enrolled)
    assert PackageState.objects.get(package=BOX).state == "packed"


def test_what_waits_and_turns_out_forged_goes_back_with_its_reason(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")
    enrolled = udin.enrol()
    sent = packed(udin, BOX)
    take(scope, replace(sent, sig=bytes(64)))

    [receipt] = take(scope, enrolled)

    rows = Quarantined.objects.order_by("number").values_list("reason", "settled")
    assert list(rows) == [("unknown_device", receipt.id), ("bad_signature", "")]
    assert verdicts(take(scope, sent)) == [("accepted", "")]


def test_an_enrolment_without_the_letter_is_kept_apart(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")

    assert verdicts(take(scope, udin.enrol(secret="00" * 16))) == [("quarantined", "wrong_letter")]
    assert not Device.objects.filter(device=udin.device).exists()


def test_a_weak_key_is_never_enrolled(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")
    weak = bytes(32)
    enrolled = udin.fact(
        events.Enrolled, key=b64encode(weak).decode(), mac="00" * 32, device=keys.key_id(weak)
    )

    assert verdicts(take(scope, Sent(events.write(enrolled), bytes(64)))) == [
        ("quarantined", "weak_key")
    ]


def test_nobody_makes_themselves_the_root_of_a_log(scope: Scope) -> None:
    stranger = Phone(scope, "a_stranger")
    own = stranger.say(events.DeskEnrolled, key=b64encode(stranger.signer.public).decode())

    assert verdicts(take(scope, own)) == [("quarantined", "unknown_device")]
    assert Device.objects.get(is_desk=True).device == own_keys.desk().key_id


def test_two_phones_of_one_letter_both_stay_and_neither_silently_holds(scope: Scope) -> None:
    first = phone_of(scope, "pak_udin")
    second = Phone(scope, "thief", first.person, first.role, first.assignment)
    take(scope, packed(first, BOX))
    assert PackageState.objects.get(package=BOX).state == "packed"

    assert verdicts(take(scope, second.enrol())) == [("accepted", "")]

    assert Device.objects.filter(letter_twice=True).count() == 2
    assert PackageState.objects.get(package=BOX).state == "planned"
    assert PackageCustody.objects.get(package=BOX).flags == ["signer", "unknown_package"]


def test_only_kpu_and_its_desk_end_an_alarm(scope: Scope, sari: Phone) -> None:
    joko, dewi = phone_of(scope, "pak_joko", Role.DRIVER), phone_of(scope, "bu_dewi", Role.KPU)
    gone = phone_of(scope, "bu_lama", Role.KPU)
    reporting.revoke(scope, person("bu_dewi"), gone.device, 1, "stolen", NIGHT)
    [kept] = take(scope, replace(packed(sari, BOX), sig=bytes(64)))

    def settled_by(phone: Phone) -> str:
        take(scope, phone.say(events.Corrected, fact=kept.id, reason="typo"))
        return Quarantined.objects.get().settled

    assert [settled_by(joko), settled_by(gone)] == ["", ""]
    assert settled_by(dewi) == Fact.objects.get(device=dewi.device, kind="corrected").pk
