"""A phone proves its own facts from the published log, and witnesses it with a second key."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.log import (
    canonical,
    checkpoints,
    cosignatures,
    entries,
    keys,
    notes,
    spelling,
    tree,
)
from tepat.core.log.keys import Signer
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import clock, flow
from tepat.server.keeping import field, wiring
from tepat.server.log.publishing import status
from tepat.server.move.devices import quotas
from tepat.server.move.devices.taking import checkpoint_of
from tepat.server.move.models import PhoneWitness
from tests.phones import Phone, phone_of
from tests.server.field.asking import ask
from tests.server.keeping.published import NOW, Published

SECOND = Signer(b"\x09" * 32)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())


@pytest.fixture
def pkd(published: Published) -> Phone:
    return phone_of(published.scope, "bu_nurul", Role.PKD, "99.01.01.2002")


def say(phone: Phone, count: int) -> list[Sent]:
    """The phone reports so many floods, and the log holds them."""
    batch = [phone.say(events.Incident, what="flood", place="99.01.01.2002") for _ in range(count)]
    receipts = flow.accept(phone.scope, batch, phone.device, NOW)
    assert {each.verdict for each in receipts} == {"accepted"}
    return batch


def proved(phone: Phone, names: list[str], **more: Any) -> dict[str, Any]:
    body = json.dumps({"facts": names} | more).encode()
    answer = ask(phone, "/proofs", "POST", body)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def of(told: dict[str, Any]) -> checkpoints.Checkpoint:
    return checkpoints.parse(notes.parse_note(told["checkpoint"].encode()).text)


def is_shown(sent: Sent, said: dict[str, Any], told: dict[str, Any]) -> bool:
    """Check as the phone does: with its own bytes, and nothing but the answer."""
    leaf = entries.write(entries.FactEntry(sent.body, sent.sig, said["received"]))
    hashes = [spelling.from_base64(told["hashes"][at]) or b"" for at in said["path"]]
    shown = of(told)
    number = said["number"]
    return tree.check_inclusion(number - 1, shown.size, tree.leaf_hash(leaf), shown.root, hashes)


def test_a_phone_proves_all_its_facts_at_once(published: Published, pkd: Phone) -> None:
    sent = say(pkd, 20)
    published.round()
    late = say(pkd, 1)
    names = [canonical.name_of(each.body) for each in [*sent, *late]] + ["0" * 64]

    told = proved(pkd, names)

    assert told["witnessed"] is False
    assert all(is_shown(*each, told) for each in zip(sent, told["facts"][:20], strict=True))
    assert not is_shown(sent[0], told["facts"][1], told)
    waiting, unknown = told["facts"][20:]
    assert (waiting["number"], "path" in waiting) == (of(told).size + 1, False)
    assert unknown == {"number": 0}
    assert len(told["hashes"]) < 20 * 5


def test_what_came_after_continues_what_the_phone_saw(published: Published, pkd: Phone) -> None:
    say(pkd, 5)
    published.round()
    before = of(proved(pkd, []))
    say(pkd, 9)
    published.round(NOW + timedelta(minutes=1))

    told = proved(pkd, [], since=before.size)

    now = of(told)
    steps = [spelling.from_base64(each) or b"" for each in told["consistency"]]
    assert tree.check_consistency(before.size, now.size, before.root, now.root, steps)
    assert not tree.check_consistency(before.size, now.size, now.root, now.root, steps)
    assert proved(pkd, [], since=10**6)["consistency"] == []


def with_policy(published: Published, phone: Phone) -> None:
    """The witness key of this phone is the quorum."""
    published.sequencer.signer.begin()
    [log] = published.sequencer.signer.vkeys()
    file = wiring.policy_file(published.place)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"log {log}\nwitness hp {vkey(published, phone)}\nquorum hp\n")
    published.start()


def vkey(published: Published, phone: Phone, signer: Signer = SECOND) -> str:
    name = field.witness_name(published.place.origin, phone.device)
    return notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, signer.public))


def cosigned(published: Published, phone: Phone, signer: Signer = SECOND) -> dict[str, str]:
    """The newest checkpoint as the phone witnesses it, with its registration."""
    note = notes.parse_note(proved(phone, [], newest=True)["checkpoint"].encode())
    origin = published.place.origin
    name = field.witness_name(origin, phone.device)
    line = cosignatures.cosign(note.text, name, signer, int(NOW.timestamp()))
    own = vkey(published, phone, signer)
    sig = keys.sign_body(phone.signer, keys.WITNESS, field.registration(origin, own))
    signed = notes.write_note(notes.Note(note.text, (line,))).decode()
    return {"vkey": own, "sig": spelling.to_base64(sig), "note": signed}


def bring(phone: Phone, value: object) -> Any:
    return ask(phone, "/witness", "POST", json.dumps(value).encode())


def test_a_supervisors_phone_makes_the_quorum(published: Published, pkd: Phone) -> None:
    with_policy(published, pkd)
    [sent] = say(pkd, 1)
    published.round()
    name = canonical.name_of(sent.body)
    assert proved(pkd, [name])["witnessed"] is False

    size = of(proved(pkd, [])).size
    for _ in range(2):
        answer = bring(pkd, cosigned(published, pkd))
        assert (answer.status_code, answer.json()) == (200, {"size": size, "taken": 1})
    published.round(NOW + timedelta(seconds=20))

    assert status.read(published.place).is_witnessed
    told = proved(pkd, [name])
    assert told["witnessed"] is True
    assert is_shown(sent, told["facts"][0], told)
    assert told["checkpoint"].count("/hp/") == 1
    assert "/hp/" not in checkpoint_of(published.scope), "batches carry no cosignatures"
    [known] = Client().get("/api/e/pilkada-2024/99.01/witnesses").json()
    body = field.registration(published.place.origin, known["vkey"])
    sig = spelling.from_base64(known["sig"]) or b""
    assert keys.body_verifies(pkd.signer.public, keys.WITNESS, body, sig)


def test_phones_besides_the_policy_are_published_too(published: Published, pkd: Phone) -> None:
    say(pkd, 1)
    published.round()
    assert bring(pkd, cosigned(published, pkd)).json()["taken"] == 1

    published.round(NOW + timedelta(seconds=20))

    note = published.sequencer.publisher.note()
    assert note is not None
    assert [line.name for line in note.signatures].count(
        field.witness_name(published.place.origin, pkd.device)
    ) == 1
    assert not status.read(published.place).is_witnessed


def test_who_may_not_witness_is_told(published: Published, pkd: Phone) -> None:
    rina = phone_of(published.scope, "bu_rina", Role.PPK, "99.01.01")
    other = phone_of(published.scope, "pak_rusli", Role.PANWASCAM, "99.01.01")
    say(pkd, 1)
    published.round()
    good = cosigned(published, pkd)

    holder = bring(rina, cosigned(published, rina))
    borrowed = bring(other, good)
    own_key = bring(pkd, cosigned(published, pkd, pkd.signer))
    forged = bring(pkd, good | {"sig": spelling.to_base64(bytes(64))})
    assert [each.status_code for each in (holder, borrowed, own_key, forged)] == [403] * 4
    assert PhoneWitness.objects.count() == 0
    assert bring(pkd, good).status_code == 200
    assert bring(pkd, cosigned(published, pkd, Signer(b"\x0a" * 32))).status_code == 403
    assert PhoneWitness.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/proofs", b""),
        ("/proofs", b"[]"),
        ("/proofs", b'{"facts": ["x"]}'),
        ("/proofs", b'{"facts": [1]}'),
        ("/proofs", json.dumps({"facts": ["0" * 64] * 501}).encode()),
        ("/proofs", b'{"since": -1}'),
        ("/proofs", b'{"since": 99999999999999999999}'),
        ("/proofs", b"[" * 20_000),
        ("/proofs", b"\xff\xfe"),
        ("/witness", b"{}"),
        ("/witness", b'{"vkey": "", "sig": "", "note": ""}'),
        ("/witness", b'{"vkey": "a+b+c", "sig": "\xf0", "note": "\\ud800"}'),
        ("/witness", b"x" * 20_000),
    ],
)
def test_hostile_bodies_get_a_sentence(
    published: Published, pkd: Phone, path: str, body: bytes
) -> None:
    say(pkd, 1)
    published.round()

    answer = ask(pkd, path, "POST", body)

    assert answer.status_code in (400, 413)
    assert answer.json()["sentence"]


def test_before_the_first_checkpoint_the_phone_tries_later(
    published: Published, pkd: Phone
) -> None:
    answer = ask(pkd, "/proofs", "POST", b"{}")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_three_hundred_facts_cost_few_bytes_and_queries(
    published: Published, pkd: Phone, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        say(pkd, 10)
    published.round()
    names = [canonical.name_of(fact.body) for fact in _incidents()]

    body = json.dumps({"facts": names}).encode()
    with django_assert_max_num_queries(4):
        answer = ask(pkd, "/proofs", "POST", body, Accept_Encoding="gzip")

    assert answer["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(answer.content))["facts"]) == 300
    assert len(answer.content) < 40_000


def _incidents() -> Any:
    from tepat.server.log.models import Fact

    return [Sent(bytes(row.body), bytes(row.sig)) for row in Fact.objects.filter(kind="incident")]
