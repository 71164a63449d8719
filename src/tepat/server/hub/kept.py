"""What phones brought to a hub: kept on its disk before anything is answered.

A batch is kept as it came, with the signature of its request, so that the office gets from
the hub exactly what the phone would have sent. Receipts of the office are kept beside it and
given to whoever brings the same facts again.

A name stands for the body alone. So two copies of one fact with other signatures are two rows:
whoever comes first with a false signature neither replaces the true one nor gets its receipt.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from tepat.core.log import canonical, receipts, spelling
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, refuse
from tepat.server.hub.bundle import Listed

MOST_OF_DEVICE: Final = 8 * 2**20
"""Bytes of one key, and of all that enrolled here with the same letter: two days of a warehouse.
Batches that a later one contains do not count."""
MOST_OF_LETTER: Final = 8
"""Keys that enrol in a hall with one letter: a phone that was wiped enrols once more."""
MOST: Final = 512 * 2**20
"""Bytes of all keys together."""
MOST_ENROLLED: Final = 2_000
"""Keys that enrol in a hall: letters cannot be checked here, so that their number is bounded."""

OF_COPY: Final = frozenset({"bad_signature", "bad_countersignature"})
"""Reasons of the office that say nothing of the fact, only of the copy it got."""

_TABLES: Final = """
create table if not exists batches (
  id integer primary key, digest text unique not null, device text not null, path text not null,
  headers text not null, body blob not null, names text not null, refused text not null default '',
  is_sent integer not null default 0);
create table if not exists facts (
  copy text primary key, name text not null, body blob not null, sig blob not null,
  others text not null, device text not null, is_checked integer not null,
  receipt text not null default '', receipt_sig text not null default '');
create index if not exists facts_by_name on facts (name);
create table if not exists enrolled (
  device text primary key, key text not null, assignment text not null);
create table if not exists lists (
  device text primary key, tag text not null, text blob not null, signed text not null);
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """One request as it came."""

    device: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    number: int = 0

    @property
    def digest(self) -> str:
        return sha256(self.path.encode() + b"\n" + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a hub could see of a batch's facts; what is certainly false is in none of the three."""

    checked: tuple[Sent, ...] = ()
    """Signed by a key that this hub knows."""
    unchecked: tuple[Sent, ...] = ()
    """By a key of elsewhere: carried, the office judges it."""
    enrolled: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The keys that enrol here, and their assignments, by id."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many facts lie here, and how many of them the office has receipted."""

    facts: int
    receipted: int
    batches: int
    refused: int


class Kept:
    """The file of a hub. Every change is on the disk when its method returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.executescript(_TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=20, isolation_level=None)) as database:
            database.execute("pragma journal_mode=wal")
            database.execute("pragma synchronous=full")
            yield database

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._open() as database:
            database.execute("begin immediate")
            try:
                yield database
            except BaseException:
                database.execute("rollback")
                raise
            database.execute("commit")

    def keep(self, batch: Batch, sent: Sequence[Sent], seen: Seen) -> None:
        """Keep a batch whole, and of its facts those that could be true.

        Raises `Refused` where a device or the disk of the hub would get too full.
        """
        copies = [copy_of(each) for each in sent]
        with self._change() as database:
            enrolled = _few_of_each(database, batch.device, seen.enrolled)
            _make_room(database, batch, set(copies), enrolled)
            for device, (key, assignment) in enrolled.items():
                database.execute(
                    "insert or ignore into enrolled values (?, ?, ?)", (device, key, assignment)
                )
            for is_checked, facts in ((1, seen.checked), (0, seen.unchecked)):
                for each in facts:
                    name, others = canonical.name_of(each.body), _others(each)
                    row = (copy_of(each), name, each.body, each.sig, others, batch.device)
                    database.execute(
                        "insert into facts (copy, name, body, sig, others, device, is_checked)"
                        " values (?, ?, ?, ?, ?, ?, ?) on conflict (copy) do update"
                        " set is_checked = max(is_checked, excluded.is_checked)",
                        (*row, is_checked),
                    )
            database.execute(
                "insert or ignore into batches (digest, device, path, headers, body, names)"
                " values (?, ?, ?, ?, ?, ?)",
                (
                    batch.digest,
                    batch.device,
                    batch.path,
                    json.dumps(dict(batch.headers)),
                    batch.body,
                    " ".join(copies),
                ),
            )

    def waiting(self, most: int = 50) -> list[Batch]:
        """Return batches that the office has not answered, the oldest first."""
        with self._open() as database:
            rows = database.execute(
                "select device, path, headers, body, id from batches"
                " where is_sent = 0 and refused = '' order by id limit ?",
                (most,),
            ).fetchall()
        return [Batch(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in rows]

    def settle(self, batch: Batch, answer: Sequence[tuple[str, str]], log: str) -> None:
        """Keep the office's receipts (body and signature) for the facts of a batch, in order."""
        with self._change() as database:
            row = database.execute(
                "select names from batches where digest = ?", (batch.digest,)
            ).fetchone()
            copies = str(row[0]).split() if row else []
            are_all = len(copies) == len(answer)
            for place, signed in enumerate(answer):
                _believe(database, signed, log, copies[place] if are_all else "")
            database.execute(
                "update batches set is_sent = 1, body = x'' where digest = ?", (batch.digest,)
            )

    def receive(self, answer: Sequence[tuple[str, str]], log: str) -> int:
        """Keep receipts that came by a stick; return for how many facts that lie here.

        Batches whose facts all have one are not sent again.
        """
        with self._change() as database:
            found = sum(_believe(database, signed, log, "") for signed in answer)
            rows = database.execute("select id, names from batches where is_sent = 0").fetchall()
            done = {
                str(copy)
                for (copy,) in database.execute("select copy from facts where receipt != ''")
            }
            for number, copies in rows:
                if set(str(copies).split()) <= done:
                    database.execute(
                        "update batches set is_sent = 1, body = x'' where id = ?", (number,)
                    )
        return found

    def refuse(self, batch: Batch, code: str) -> None:
        """Note that the office said no to a batch: it is not sent again, only exported."""
        with self._change() as database:
            database.execute(
                "update batches set refused = ? where digest = ?", (code, batch.digest)
            )

    def receipts_of(self, sent: Sequence[Sent]) -> list[tuple[str, str]] | None:
        """Return the office's receipts for those of `sent` that lie here, in their order.

        None where one of them has none yet, and where none of them lies here.
        """
        found = []
        with self._open() as database:
            for each in sent:
                row = database.execute(
                    "select receipt, receipt_sig from facts where copy = ?", (copy_of(each),)
                ).fetchone()
                if row is not None:
                    found.append((str(row[0]), str(row[1])))
        return found if found and all(body for body, _ in found) else None

    def enrolled(self, device: str) -> tuple[str, str] | None:
        """Return the key and the assignment of a device that enrolled here."""
        with self._open() as database:
            row = database.execute(
                "select key, assignment from enrolled where device = ?", (device,)
            ).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def keep_list(self, device: str, listed: Listed) -> None:
        """Keep the newest list of a device, as the office sent and signed it."""
        row = (device, listed.tag, listed.text.encode(), listed.signed)
        with self._change() as database:
            database.execute("insert or replace into lists values (?, ?, ?, ?)", row)

    def list_of(self, device: str) -> Listed | None:
        with self._open() as database:
            row = database.execute(
                "select tag, text, signed from lists where device = ?", (device,)
            ).fetchone()
        return None if row is None else Listed(str(row[0]), bytes(row[1]).decode(), str(row[2]))

    def facts(self, *, also_receipted: bool = False) -> list[Sent]:
        """Return the facts that the office has not receipted, in the order they came."""
        where = "" if also_receipted else " where receipt = ''"
        with self._open() as database:
            rows = database.execute(
                f"select body, sig, others from facts{where} order by rowid"
            ).fetchall()
        return [_sent(*row) for row in rows]

    def facts_after(self, row: int) -> list[tuple[int, str, bytes]]:
        """Return row, name and bytes of the facts that came behind `row`, each once, in order."""
        with self._open() as database:
            rows = database.execute(
                "select rowid, name, body from facts where rowid > ? and not exists"
                " (select 1 from facts same where same.name = facts.name"
                " and same.rowid < facts.rowid) order by rowid",
                (row,),
            ).fetchall()
        return [(int(number), str(name), bytes(body)) for number, name, body in rows]

    def texts_of(self, names: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        """Return bytes and signature of these facts, by their names: of a checked copy, if any."""
        found = {}
        with self._open() as database:
            for name in names:
                row = database.execute(
                    "select body, sig from facts where name = ?"
                    " order by is_checked desc, rowid limit 1",
                    (name,),
                ).fetchone()
                if row is not None:
                    found[name] = (bytes(row[0]), bytes(row[1]))
        return found

    def count(self) -> Count:
        with self._open() as database:
            [facts, receipted] = database.execute(
                "select count(distinct name), count(distinct iif(receipt != '', name, null))"
                " from facts"
            ).fetchone()
            [batches, refused] = database.execute(
                "select coalesce(sum(is_sent = 0 and refused = ''), 0),"
                " coalesce(sum(refused != ''), 0) from batches"
            ).fetchone()
        return Count(facts, receipted, batches, refused)


def _few_of_each(
    database: sqlite3.Connection, sender: str, enrolled: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Return those that may enrol here: of each letter a few, which nobody here can check.

    Raises `Refused` where the sender is not among them; one that was carried is only carried.
    """
    found: dict[str, tuple[str, str]] = {}
    for device, (key, assignment) in enrolled.items():
        beside = sum(other == assignment for _, other in found.values())
        [count] = database.execute(
            "select count(*) from enrolled where assignment = ? and device != ?",
            (assignment, device),
        ).fetchone()
        if count + beside < MOST_OF_LETTER:
            found[device] = (key, assignment)
        elif device == sender:
            raise refuse(Code.HUB_FULL)
    return found


def _make_room(
    database: sqlite3.Connection,
    batch: Batch,
    names: set[str],
    enrolled: Mapping[str, tuple[str, str]],
) -> None:
    """Drop earlier batches of this device that the new one contains; then see whether it fits."""
    rows = database.execute(
        "select id, names from batches where device = ? and is_sent = 0 and digest != ?",
        (batch.device, batch.digest),
    ).fetchall()
    for number, known in rows:
        if set(str(known).split()) <= names:
            database.execute("delete from batches where id = ?", (number,))
    _, letter = enrolled.get(batch.device, ("", ""))
    mine = (
        "device in (select ? union select device from enrolled where assignment = ? or assignment"
        " = (select assignment from enrolled where device = ?))"
    )
    who = (batch.device, letter, batch.device)
    size = "select coalesce(sum(length(body) + length(headers) + 80 * 2), 0) from batches"
    of_facts = "select coalesce(sum(length(body) + 300), 0) from facts"
    [own] = database.execute(f"{size} where {mine}", who).fetchone()
    [facts_own] = database.execute(f"{of_facts} where {mine}", who).fetchone()
    [everything] = database.execute(size).fetchone()
    [facts] = database.execute(of_facts).fetchone()
    [known] = database.execute("select count(*) from enrolled").fetchone()
    more = 2 * len(batch.body)
    if own + facts_own + more > MOST_OF_DEVICE or everything + facts + more > MOST:
        raise refuse(Code.HUB_FULL)
    if known + len(enrolled) > MOST_ENROLLED:
        raise refuse(Code.HUB_FULL)


def _believe(database: sqlite3.Connection, signed: tuple[str, str], log: str, copy: str) -> bool:
    """Keep one receipt for every copy that it speaks of; return whether one lies here.

    `copy` is which one the office answered, "" where that is not known: then a verdict on the
    signature is nobody's.
    """
    try:
        value = receipts.parse(signed[0].encode())
    except receipts.BadReceipt:
        return False
    if value.log != log:
        return False
    if value.verdict != receipts.QUARANTINED:
        rows = database.execute(
            "update facts set receipt = ?, receipt_sig = ? where name = ?", (*signed, value.fact)
        )
    elif value.reason in OF_COPY:
        rows = database.execute(
            "update facts set receipt = ?, receipt_sig = ?"
            " where name = ? and copy = ? and receipt = ''",
            (*signed, value.fact, copy),
        )
    else:
        rows = database.execute(
            "update facts set receipt = ?, receipt_sig = ? where name = ? and receipt = ''",
            (*signed, value.fact),
        )
    return rows.rowcount > 0


def copy_of(sent: Sent) -> str:
    """Return the name of one copy: of the fact, and of what is signed under it.

    >>> copy_of(Sent(b"{}", b"a")) == copy_of(Sent(b"{}", b"b"))
    False
    """
    signed = sha256(sent.sig + b"\n" + _others(sent).encode()).hexdigest()[:32]
    return f"{canonical.name_of(sent.body)}.{signed}"


def _others(sent: Sent) -> str:
    return json.dumps(
        [[one.device, spelling.to_base64(one.signature)] for one in sent.countersigned]
    )


def _sent(body: bytes, sig: bytes, others: str) -> Sent:
    from tepat.core.log.entries import Countersignature

    signed = tuple(
        Countersignature(device, spelling.from_base64(text) or b"")
        for device, text in json.loads(others)
    )
    return Sent(bytes(body), bytes(sig), signed)
