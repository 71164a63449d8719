"""The published folder over HTTP: what is public, what waits, who may read before."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tepat.core.log import canonical, checkpoints, entries, notes, tiles, tree
from tepat.server import clock
from tests.server.keeping.published import LOG, NOW, Published, box, hide, report

BAWASLU, POLRES = "b" * 24, "p" * 24
MIRRORS = f"bawaslu:{BAWASLU} polres+security:{POLRES}"
AFTER = NOW + timedelta(days=9)


@pytest.fixture
def client(published: Published, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("TEPAT_LOG_MIRRORS", MIRRORS)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    report(published.scope, 1, 3)
    hide(published.scope, "penjaga", "security")
    hide(published.scope, "suara", "results")
    published.round()
    return Client()


def test_checkpoint_tiles_and_description_are_public_at_once(client: Client) -> None:
    answer = client.get(f"{LOG}/checkpoint")
    checkpoint = checkpoints.parse(notes.parse_note(answer.content).text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "max-age=2" in answer.headers["Cache-Control"]
    assert client.get(f"{LOG}/checkpoints/{checkpoint.size}").content == answer.content

    def read(path: str) -> bytes | None:
        found = client.get(f"{LOG}/{path}")
        assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        return found.content if found.status_code == 200 else None

    assert tiles.TileReader(read, checkpoint.size).root() == checkpoint.root
    said = client.get(f"{LOG}/log.json").json()
    assert said["release"]["entries"] == "2024-11-28T00:00:00+08:00"
    assert said["release"]["security"] is None
    assert notes.verified(
        notes.parse_note(answer.content), [notes.parse_vkey(vkey) for vkey in said["keys"]]
    )


def size_of(client: Client) -> int:
    return checkpoints.parse(notes.parse_note(client.get(f"{LOG}/checkpoint").content).text).size


def waiting(client: Client) -> list[str]:
    """Every kind of file that is not public yet."""
    size = size_of(client)
    return [
        tiles.entries_path(0, size),
        f"states/{size}.jsonl",
        f"bodies/security/{size - 1}.json",
        f"bodies/results/{size}.json",
        f"lists/{'0' * 64}",
    ]


def test_what_waits_says_when_it_opens(client: Client) -> None:
    for path in waiting(client):
        answer = client.get(f"{LOG}/{path}")
        assert answer.status_code == 404, path
        assert answer.headers["Cache-Control"] == "no-store"
        when = "yang belum ditentukan" if "security" in path else "2024-11-28T00:00+08:00"
        assert f"dibuka untuk umum mulai {when}" in answer.content.decode()


def test_after_voting_day_everything_but_security_opens(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    answers = {path: client.get(f"{LOG}/{path}").status_code for path in waiting(client)}

    assert [path for path, status in answers.items() if status == 404] == [
        path for path in answers if "security" in path or "lists" in path
    ]


def test_mirrors_read_before_and_each_read_is_recorded(
    client: Client, published: Published
) -> None:
    def get(path: str, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get(f"{LOG}/{path}", headers=headers).status_code

    bundle, states, security, results, _ = waiting(client)
    assert [get(path, BAWASLU) for path in (bundle, states, security, results)] == [
        200,
        200,
        403,
        403,
    ]
    assert get(security, POLRES) == 200
    assert get(bundle, "x" * 24) == 401

    lines = (published.home / "log-state/reads.jsonl").read_text().splitlines()
    read = [(each["who"], each["file"]) for each in map(json.loads, lines)]
    assert read == [("bawaslu", bundle), ("bawaslu", states), ("polres", security)]


def test_what_a_mirror_reads_is_not_kept_by_a_proxy(client: Client) -> None:
    bundle = waiting(client)[0]
    headers = {"Authorization": f"Bearer {BAWASLU}"}
    answer = client.get(f"{LOG}/{bundle}", headers=headers)

    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Vary"].startswith("Authorization")


def test_bundles_bodies_and_states_are_what_the_log_holds(
    client: Client, published: Published
) -> None:
    folder, size = published.place.folder, size_of(client)
    bundle = (folder / tiles.entries_path(0, size)).read_bytes()
    leaves = tiles.parse_bundle(bundle, size)
    hidden = [entries.parse(leaf) for leaf in leaves[-2:]]
    for number, entry in enumerate(hidden, start=size - 1):
        assert isinstance(entry, entries.HiddenEntry)
        body = json.loads((folder / f"bodies/{entry.audience}/{number}.json").read_bytes())["body"]
        assert canonical.name_of(body.encode()) == entry.name
    states = (folder / f"states/{size}.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["package"] for line in states] == sorted(map(box, (1, 2, 3)))
    root = tree.root_of(map(tree.leaf_hash, leaves))
    note = notes.parse_note((folder / "checkpoint").read_bytes())
    assert checkpoints.parse(note.text).root == root


@pytest.mark.parametrize(
    "path",
    [
        "../../../secret_key",
        "..%2f..%2f..%2fsecret_key",
        "tile/0/../../../../secret_key",
        "checkpoints/../log.json",
        "checkpoints/1/../../../../../tepat.sqlite3",
        "tile/0/000/",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/2560",
        "lists/../../../keys",
        "states/99999999999999999999999999.jsonl",
        "status.json",
        "checkpoint%00",
        "checkpoint%0A",
        "tile/0/٠٠٠",
        ".checkpoint.new",
        "bodies/public/1.json",
        "",
    ],
)
def test_no_path_leads_out_of_the_folder(client: Client, path: str) -> None:
    answer = client.get(f"{LOG}/{path}")

    assert answer.status_code in (400, 404)
    assert b"rahasia" not in answer.content


@pytest.mark.parametrize("scope", ["pilkada-2024/99.99", "..%2f../keys", "x/..", "a b/99.01"])
def test_logs_that_are_not_here_have_no_files(client: Client, scope: str) -> None:
    assert client.get(f"/log/{scope}/checkpoint").status_code == 404


def test_a_log_takes_nothing(client: Client) -> None:
    assert client.post(f"{LOG}/checkpoint").status_code == 405


def test_a_range_is_answered_with_the_whole(client: Client) -> None:
    answer = client.get(f"{LOG}/checkpoint", headers={"Range": "bytes=5-9"})

    assert answer.status_code == 200
    assert answer.headers["Accept-Ranges"] == "none"
    assert len(answer.content) > 5


def test_a_log_whose_description_is_gone_withholds(client: Client, published: Published) -> None:
    (published.place.folder / "log.json").unlink()

    assert {client.get(f"{LOG}/{path}").status_code for path in waiting(client)} == {404}
