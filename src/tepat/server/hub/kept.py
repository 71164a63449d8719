"""What phones brought to a hub: kept on its disk before anything is answered.

A batch is kept as it came, with the signature of its request, so that the office gets from
the hub exactly what the phone would have sent. Receipts of the office are kept beside it and
given to whoever brings the same facts again.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tepat.core.log import canonical, receipts, spelling
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, refuse
from tepat.server.hub.bundle import Listed

MOST_OF_DEVICE: Final = 8 * 2**20
"""Bytes of one key: two days of a warehouse. Batches that a later one contains do not count."""
MOST: Final = 512 * 2**20
"""Bytes of all keys together."""
MOST_ENROLLED: Final = 2_000
"""Keys that enrol in a hall: letters cannot be checked here, so that their number is bounded."""

_TABLES: Final = """
create table if not exists batches (
  id integer primary key, digest text unique not null, device text not null, path text not null,
  headers text not null, body blob not null, names text not null, refused text not null default '',
  is_sent integer not null default 0);
create table if not exists facts (
  name text primary key, body blob not null, sig blob not null, others text not null,
  device text not null, receipt text not null default '', receipt_sig text not null default '');
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

    def keep(
        self, batch: Batch, facts: Sequence[Sent], enrolled: Mapping[str, tuple[str, str]]
    ) -> None:
        """Keep a batch, its facts, and the keys that enrol with it (key and assignment by id).

        Raises `Refused` where a device or the disk of the hub would get too full.
        """
        names = [canonical.name_of(each.body) for each in facts]
        with self._change() as database:
            _make_room(database, batch, set(names), len(enrolled))
            for device, (key, assignment) in enrolled.items():
                database.execute(
                    "insert or ignore into enrolled values (?, ?, ?)", (device, key, assignment)
                )
            for name, each in zip(names, facts, strict=True):
                others = [
                    [one.device, spelling.to_base64(one.signature)] for one in each.countersigned
                ]
                database.execute(
                    "insert or ignore into facts (name, body, sig, others, device)"
                    " values (?, ?, ?, ?, ?)",
                    (name, each.body, each.sig, json.dumps(others), batch.device),
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
                    " ".join(names),
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
        """Keep the office's receipts (body and signature) for the facts of a batch."""
        with self._change() as database:
            for body, sig in answer:
                name = _fact_of(body, log)
                database.execute(
                    "update facts set receipt = ?, receipt_sig = ? where name = ?",
                    (body, sig, name),
                )
            database.execute(
                "update batches set is_sent = 1, body = x'' where digest = ?", (batch.digest,)
            )

    def receive(self, answer: Sequence[tuple[str, str]], log: str) -> int:
        """Keep receipts that came by a stick; return for how many facts that lie here.

        Batches whose facts all have one are not sent again.
        """
        with self._change() as database:
            found = 0
            for body, sig in answer:
                found += database.execute(
                    "update facts set receipt = ?, receipt_sig = ? where name = ?",
                    (body, sig, _fact_of(body, log)),
                ).rowcount
            rows = database.execute("select id, names from batches where is_sent = 0").fetchall()
            done = {
                str(name)
                for (name,) in database.execute("select name from facts where receipt != ''")
            }
            for number, names in rows:
                if set(str(names).split()) <= done:
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

    def receipts_of(self, names: Sequence[str]) -> list[tuple[str, str]] | None:
        """Return the office's receipts for these facts in their order; None where one misses."""
        found = []
        with self._open() as database:
            for name in names:
                row = database.execute(
                    "select receipt, receipt_sig from facts where name = ? and receipt != ''",
                    (name,),
                ).fetchone()
                if row is None:
                    return None
                found.append((str(row[0]), str(row[1])))
        return found

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
        """Return row, name and bytes of the facts that came behind `row`, in that order."""
        with self._open() as database:
            rows = database.execute(
                "select rowid, name, body from facts where rowid > ? order by rowid", (row,)
            ).fetchall()
        return [(int(number), str(name), bytes(body)) for number, name, body in rows]

    def texts_of(self, names: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        """Return bytes and signature of these facts, by their names."""
        found = {}
        with self._open() as database:
            for name in names:
                row = database.execute(
                    "select body, sig from facts where name = ?", (name,)
                ).fetchone()
                if row is not None:
                    found[name] = (bytes(row[0]), bytes(row[1]))
        return found

    def count(self) -> Count:
        with self._open() as database:
            [facts, receipted] = database.execute(
                "select count(*), coalesce(sum(receipt != ''), 0) from facts"
            ).fetchone()
            [batches, refused] = database.execute(
                "select coalesce(sum(is_sent = 0 and refused = ''), 0),"
                " coalesce(sum(refused != ''), 0) from batches"
            ).fetchone()
        return Count(facts, receipted, batches, refused)


def _make_room(database: sqlite3.Connection, batch: Batch, names: set[str], enrols: int) -> None:
    """Drop earlier batches of this device that the new one contains; then see whether it fits."""
    rows = database.execute(
        "select id, names from batches where device = ? and is_sent = 0 and digest != ?",
        (batch.device, batch.digest),
    ).fetchall()
    for number, known in rows:
        if set(str(known).split()) <= names:
            database.execute("delete from batches where id = ?", (number,))
    size = "select coalesce(sum(length(body) + length(headers) + 80 * 2), 0) from batches"
    [own] = database.execute(f"{size} where device = ?", (batch.device,)).fetchone()
    [facts_own] = database.execute(
        "select coalesce(sum(length(body) + 300), 0) from facts where device = ?", (batch.device,)
    ).fetchone()
    [everything] = database.execute(size).fetchone()
    [facts] = database.execute("select coalesce(sum(length(body) + 300), 0) from facts").fetchone()
    [known] = database.execute("select count(*) from enrolled").fetchone()
    more = 2 * len(batch.body)
    if own + facts_own + more > MOST_OF_DEVICE or everything + facts + more > MOST:
        raise refuse(Code.HUB_FULL)
    if known + enrols > MOST_ENROLLED:
        raise refuse(Code.HUB_FULL)


def _fact_of(body: str, log: str) -> str:
    """Return the fact that a receipt of `log` names, "" for anything else."""
    try:
        value = receipts.parse(body.encode())
    except receipts.BadReceipt:
        return ""
    return value.fact if value.log == log else ""


def _sent(body: bytes, sig: bytes, others: str) -> Sent:
    from tepat.core.log.entries import Countersignature

    signed = tuple(
        Countersignature(device, spelling.from_base64(text) or b"")
        for device, text in json.loads(others)
    )
    return Sent(bytes(body), bytes(sig), signed)
