"""A supervisor's phone sends what it cosigned, without a login, and the sequencer adds it."""

from datetime import timedelta

import pytest
from django.test import Client

from tepat.core.log import cosignatures, notes
from tepat.core.log.keys import Signer
from tepat.server.keeping import wiring
from tepat.server.log.publishing import status
from tests.server.keeping.published import NOW, Published, report

URL = "/api/e/pilkada-2024/99.01/cosignatures"
PHONE = Signer(b"\x07" * 32)
NAME = "hp-pkd-1"


@pytest.fixture
def sent(published: Published) -> bytes:
    """The newest checkpoint as the phone of one supervisor sends it."""
    published.sequencer.signer.begin()
    [log] = published.sequencer.signer.vkeys()
    vkey = notes.write_vkey(notes.Verifier(NAME, notes.COSIGNATURE, PHONE.public))
    file = wiring.policy_file(published.place)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"log {log}\nwitness pkd {vkey}\nquorum pkd\n")
    published.start()
    report(published.scope, 1, 3)
    published.round()
    note = published.sequencer.publisher.note()
    assert note is not None
    line = cosignatures.cosign(note.text, NAME, PHONE, int(NOW.timestamp()))
    return notes.write_note(notes.Note(note.text, (line,)))


def test_a_phone_makes_the_quorum(published: Published, sent: bytes) -> None:
    assert not status.read(published.place).is_witnessed

    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(URL, sent, "text/plain")
        assert (answer.status_code, answer.json()) == (200, {"size": 4, "taken": 1})
    published.round(NOW + timedelta(seconds=20))

    assert status.read(published.place).is_witnessed


@pytest.mark.parametrize(
    ("change", "code", "problem"),
    [
        (lambda data: b"", 400, "cosignature_unreadable"),
        (lambda data: b"\xff" * 40, 400, "cosignature_unreadable"),
        (lambda data: b"x" * 20_000, 400, "cosignature_unreadable"),
        (lambda data: data.replace(b"\n4\n", b"\n9\n"), 404, "cosignature_size"),
        (lambda data: data.replace(b"hp-pkd-1", b"hp-pkd-2"), 403, "cosignature_unknown"),
    ],
)
def test_what_is_none_is_answered_with_a_sentence(
    published: Published, sent: bytes, change: object, code: int, problem: str
) -> None:
    answer = Client().post(URL, change(sent), "text/plain")  # type: ignore[operator]

    assert (answer.status_code, answer.json()["code"]) == (code, problem)


def test_without_a_policy_nobody_is_known(published: Published, sent: bytes) -> None:
    wiring.policy_file(published.place).unlink()

    assert Client().post(URL, sent, "text/plain").status_code == 403
