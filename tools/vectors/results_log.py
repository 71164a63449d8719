"""The log, the table and the NIST report of one small bundle of unofficial results."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from tepat.core.count import bundle, nist
from tepat.core.count.form import FIGURES, Form
from tepat.core.log import canonical, checkpoints, entries, keys, notes, spelling, tree
from tepat.core.log.words import note_hash
from tests import logs

SKU, KIND = "KWK-BUP/99.01", "KWK-BUP"
TPS = [f"99.01.01.1001-{n:03}" for n in (1, 2, 3)]
FIGURES_TYPED: Final = {"registered": 412, "users": 400, "used": 400, "valid": 395, "invalid": 5}
FIGURES_TOLD: Final = {
    "dpt": 396,
    "moved": 3,
    "unlisted": 1,
    "users": 400,
    "received": 413,
    "used": 400,
    "spoiled": 2,
    "left": 12,
    "valid": 395,
    "invalid": 5,
}
CHECKS: Final = {TPS[0]: "A9 A10", TPS[1]: "", TPS[2]: "A4"}
"""What does not hold of each form: papers of the last one, and what the desk alone knows."""
VOTES: Final = {"1": 250, "2": 145}
RECEIVED: Final = "2029-11-28T08:00:00Z"
SALT: Final = "5a" * 16


class Making:
    """A log of a desk, two operators and two phones that told the results of three TPS."""

    def __init__(
        self,
        area: str = TPS[2],
        until: str = "2029-12-31",
        role: str = "kpps",
        ends: "Callable[[Making], None]" = lambda _: None,
    ) -> None:
        self.area, self.until, self.role = area, until, role
        """Area and role of the phone that tells the last TPS, and the last day of its duty."""
        self.last = "satu orang"
        """What the table says of the last TPS."""
        self.desk = logs.Device("desk")
        self.rows: list[tuple[bytes, bytes]] = []
        self.seconds: dict[int, list[tuple[logs.Device, bytes]]] = {}
        """By place in the rows, who countersigned a fact."""
        self.sheets: list[dict[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.add(self.desk, "desk_enrolled", key=logs.key_text("desk"))
        self.phones = {tps: self.phone(f"kpps {tps}", tps) for tps in TPS[:1] + TPS[2:]}
        desk_says = self.typed("bu_lia", TPS[0])
        one = self.typed("bu_lia", TPS[1])
        two = self.typed("pak_tono", TPS[1])
        phone = self.told(TPS[0])
        alone = self.told(TPS[2])
        self.shown(TPS[0], "agreed", desk_says, phone)
        self.shown(TPS[1], "agreed", one, two)
        self.shown(TPS[2], "one", alone)
        ends(self)

    def add(self, who: logs.Device, kind: str, **fields: Any) -> str:
        self.rows.append(who.fact(kind, **fields))
        return canonical.name_of(self.rows[-1][0])

    def phone(self, owner: str, tps: str) -> logs.Device:
        last = tps == TPS[2]
        until, area = (self.until, self.area) if last else ("2029-12-31", tps)
        return self.enrolled(owner, self.role if last else "kpps", area, until)

    def enrolled(self, owner: str, role: str, area: str, until: str = "2029-12-31") -> logs.Device:
        person = sha256(owner.encode()).hexdigest()[:16]
        span = {"starts": "2029-11-01T00:00:00+08:00", "ends": f"{until}T00:00:00+08:00"}
        name = self.add(self.desk, "assigned", person=person, as_role=role, area=area, **span)
        made = logs.Device(owner, own={"assignment": name})
        self.add(made, "enrolled", key=logs.key_text(owner), mac="ab" * 32)
        made.own = {"by": person, "role": role, "assignment": name}
        return made

    def revoked(self, by: logs.Device | None = None, later: bool = False, **said: Any) -> None:
        """The desk says that a key or a letter ends; `by` countersigns it, at once or `later`."""
        self.add(self.desk, "revoked", reason="lost", **said)
        if by is not None:
            body, _ = self.rows[-1]
            if later:
                self.rows.append(self.rows[-1])
            place = len(self.rows) - 1
            self.seconds[place] = [(by, keys.sign_body(by.signer, keys.EVENT, body))]

    def typed(self, who: str, tps: str) -> str:
        text = bundle.whole_sheet(FIGURES_TYPED)
        self.sheets.append({"salt": SALT, "text": text})
        by = sha256(who.encode()).hexdigest()[:16]
        votes = [{"item": n, "count": count} for n, count in VOTES.items()]
        said = {"place": tps, "sku": SKU, "votes": votes, "valid": 395, "invalid": 5}
        note = note_hash(SALT, text)
        return self.add(self.desk, "result", by=by, salt=SALT, note=note, **said)

    def told(self, tps: str) -> str:
        phone = self.phones[tps]
        self.add(phone, "turnout", place=tps, voters=400, dpt=396, moved=3, unlisted=1)
        papers = {"received": 413, "used": 400, "spoiled": 2, "left": 12}
        self.add(phone, "ballots", place=tps, sku=SKU, salt=SALT, **papers)
        votes = [{"item": n, "count": count} for n, count in VOTES.items()]
        said = {"place": tps, "sku": SKU, "votes": votes, "valid": 395, "invalid": 5}
        return self.add(phone, "result", salt=SALT, photos=["cd" * 32], **said)

    def shown(self, tps: str, state: str, fact: str, *also: str) -> None:
        self.forms.append(bundle.Shown(tps, SKU, KIND, state, fact, also).as_value())

    def files(self) -> dict[str, str]:
        leaves, beside = [], []
        for place, (body, signature) in enumerate(self.rows):
            hidden = json.loads(body)["kind"] in ("ballots", "result")
            others = tuple(
                entries.Countersignature(who.signer.key_id, signed)
                for who, signed in self.seconds.get(place, ())
            )
            entry = _hidden(body, signature) if hidden else _open(body, signature, others)
            leaves.append(entries.write(entry))
            beside.append({"body": body.decode()} if hidden else {})
        hashes = [tree.leaf_hash(leaf) for leaf in leaves]
        size = len(leaves)
        checkpoint = checkpoints.Checkpoint(logs.ORIGIN, size, tree.root_of(hashes))
        reader = _Hashes(hashes)
        lines = [
            {
                "n": n,
                "leaf": leaf.decode(),
                **more,
                "proof": [spelling.to_base64(h) for h in reader.proof(n - 1)],
            }
            for n, (leaf, more) in enumerate(zip(leaves, beside, strict=True), start=1)
        ]
        found = {
            bundle.CHECKPOINT: notes.write_note(checkpoints.sign(checkpoint, logs.signer("log"))),
            bundle.ENTRIES: lines_of(lines),
            bundle.SHEETS: lines_of(self.sheets[:1]),
            bundle.FORMS: lines_of(self.forms),
            bundle.TABLE: _table(self.last),
            bundle.NIST: _nist(),
            bundle.SHEET: b"contoh",
            bundle.NAMES: b"contoh",
        }
        return {name: data.decode() for name, data in found.items()}


class _Hashes:
    """Proofs in a small tree, by its leaves."""

    def __init__(self, hashes: list[bytes]) -> None:
        self.hashes = hashes

    def proof(self, index: int, first: int = 0, last: int | None = None) -> list[bytes]:
        last = len(self.hashes) if last is None else last
        if last - first == 1:
            return []
        half = 1 << (last - first - 1).bit_length() - 1
        middle = first + half
        if index < half:
            return [*self.proof(index, first, middle), tree.root_of(self.hashes[middle:last])]
        other = tree.root_of(self.hashes[first:middle])
        return [*self.proof(index - half, middle, last), other]


def _open(
    body: bytes, signature: bytes, others: tuple[entries.Countersignature, ...]
) -> entries.FactEntry:
    return entries.FactEntry(body, signature, RECEIVED, others)


def _hidden(body: bytes, signature: bytes) -> entries.HiddenEntry:
    said = json.loads(body)
    return entries.HiddenEntry(
        name=canonical.name_of(body),
        audience="results",
        device=said["device"],
        seq=said["seq"],
        prev=said.get("prev", ""),
        signature=signature,
        received=RECEIVED,
    )


def lines_of(values: list[dict[str, Any]]) -> bytes:
    """Return a file of one value a line."""
    return b"".join(canonical.encode(each, at_most=1 << 20) + b"\n" for each in values)


def _table(last: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(bundle.heads_of(VOTES))
    for tps, state, source, figures in (
        (TPS[0], "dua orang sama", "desk", FIGURES_TYPED),
        (TPS[1], "dua orang sama", "sheet", FIGURES_TYPED),
        (TPS[2], last, "phone", FIGURES_TOLD),
    ):
        cells = [figures.get(name, "") for name in FIGURES]
        head = [bundle.UNOFFICIAL, tps, KIND, state, source, CHECKS[tps]]
        writer.writerow([*head, *cells, *VOTES.values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _nist() -> bytes:
    """As the desk writes it, with a TPS, a paper and a candidate of whom nothing is in yet."""
    desa = "99.01.01.1001"
    areas = [
        nist.Area("99.01", "Kabupaten Contoh", 2),
        nist.Area("99.01.01", "Hulu", 3, "99.01"),
        nist.Area(desa, "Kota Hulu", 4, "99.01.01"),
        *(nist.Area(tps, f"TPS {tps[-3:]}", 5, desa) for tps in (*TPS, f"{desa}-004")),
    ]
    contests = [
        nist.Contest(SKU, "Bupati", "99.01", {"1": "Sari", "2": "Bayu", "3": ""}),
        nist.Contest("KWK-GUB/99", "Gubernur", "99.01", {"1": ""}),
    ]
    votes: dict[str, int | None] = dict(VOTES)
    typed: dict[str, int | None] = dict(FIGURES_TYPED)
    forms = [Form(tps, SKU, typed, votes) for tps in TPS]
    moment = datetime(2029, 11, 28, 8, tzinfo=UTC)
    about = nist.About(
        logs.ELECTION, "Contoh", moment.date(), "99.01", "Contoh", moment, "tepat", True
    )
    return nist.written(nist.report(about, areas, contests, forms))
