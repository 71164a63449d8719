"""`tepat demo`: a rehearsal that runs while somebody looks at its desk.

What was before the morning of H-2 is played in one go. From then on five minutes of the
rehearsal take some seconds: loads leave, a truck falls over, a seal is another one, the road to
Haruai floods, and the desk answers. The clock never runs ahead of the field, so that a slow
computer is only slower.
"""

import http.client
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from tepat.gladi import card, clock, home, play, scenarios, server
from tepat.gladi.stories import story_named
from tepat.gladi.world import Asked, World

NAME: Final = "langsung"
STORY: Final = "tabalong"
SPEED: Final = 60.0
"""Seconds of the rehearsal in one real second."""
FROM_DAYS: Final = 2
STOPPED: Final = "gladi_berhenti"
"""In the folder of a rehearsal: why its field acts no longer; the desk says it on every page."""
HAPPENS: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("hujan-menutup-jalan", {"days": [2, 1], "area": "63.09.05", "soonest": True}),
    ("segel-tergosok", {"days": [2, 1], "soonest": True}),
    ("truk-terguling", {"days": [2, 1], "soonest": True}),
    ("sopir-tidak-datang", {"days": [2, 1], "soonest": True}),
    ("kotak-ke-tps-lain", {}),
    ("tps-buka-terlambat", {}),
    ("tps-kebanjiran", {}),
    ("jumlah-tidak-cocok", {}),
    ("hilang-saat-kembali", {}),
)
"""What strikes from H-2 on, with where and when it does."""


def happening() -> list[scenarios.Scenario]:
    """Return the scenarios of the demo, each with its own days and places."""
    own = dict(HAPPENS)
    return [
        replace(each, settings={**each.settings, **own[each.code]})
        for each in scenarios.chosen(own)
    ]


def run(
    port: int,
    speed: float = SPEED,
    *,
    kecamatan: tuple[str, ...] = (),
    until: str = "",
    stays: bool = True,
) -> int:
    """Play the demo from its letters to its report card; a demo of before is wiped.

    With `stays` the desk goes on when the field has ended, until somebody interrupts it.
    Returns 1 where the port is taken.
    """
    if is_running(port):
        _say(f"Gladi langsung sudah berjalan: buka http://127.0.0.1:{port}/ di peramban.")
        return 1
    if not server.is_free(port):
        _say(f"Port {port} dipakai program lain. Pilih yang lain: make demo PORT={port + 10}")
        return 1
    if NAME in home.all_names():
        if other := _port_of(home.known(NAME)):
            _say(f"Gladi langsung folder ini sudah berjalan: buka http://127.0.0.1:{other}/")
            return 1
        home.wipe(NAME)
        _say("Gladi langsung yang lalu dihapus; yang ini mulai lagi dari awal.")
    story = story_named(STORY)
    asked = Asked(
        NAME,
        story.code,
        1,
        "pilkada-2024",
        story.kabupaten,
        story.zone,
        kecamatan,
        speed=speed,
        live_from=FROM_DAYS,
        until=until,
    )
    _say("Gladi langsung Tabalong: sekitar satu menit sampai pagi H-2, lalu desk dibuka.")
    election = play.election_named(asked.election, home.base())
    server.stop_by_signal()
    try:
        place = play.begin(asked, story, election, _say)
        installation = server.Installation(place, port, is_alone=True)
    except KeyboardInterrupt:
        _say("Berhenti sebelum desk dibuka. Perintah yang sama memulai lagi dari awal.")
        return 0
    world = play.world_of(place, asked, election, port, _say, partial(_open, installation))
    try:
        (place / PORT).write_text(str(port), encoding="ascii")
        is_over = _act(world)
        if stays:
            _say("Desk tetap terbuka; Ctrl+C menutupnya.")
            installation.wait()
        return 0 if is_over else 3
    except KeyboardInterrupt:
        _say(f"\nBerhenti. Lihat lagi: tepat rehearse --open {NAME}; hapus: --wipe {NAME}")
        return 0
    finally:
        (place / PORT).unlink(missing_ok=True)
        world.watching.stop()
        installation.stop()


PORT: Final = "gladi_port"
"""In the folder of a live rehearsal while it runs: where its desk is."""


def _act(world: World) -> bool:
    """Let the field act to its end; tell whether it got there. Where it dies, the desk says so."""
    try:
        made = play.act(world, story_named(STORY), happening())
    except Exception as died:  # whatever it is: people go on looking at the desk
        why = f"{type(died).__name__}: {died}"[:200]
        at = f"{world.local(world.now):%d/%m %H.%M}"
        clock.write(world.place / STOPPED, at)
        _say(f"Lapangan gladi berhenti pada {at}, tidak ada lagi yang bergerak. {why}")
        return False
    card.write(made, world.place / home.FIELD)
    clock.write(world.place / STOPPED, f"{world.local(world.now):%d/%m %H.%M}")
    _say(f"Gladi selesai: {made.verdict}. Kartu rapor: {world.place / home.FIELD}")
    return True


def is_running(port: int) -> bool:
    """Tell whether a live rehearsal answers at a port of this computer."""
    with suppress(OSError, http.client.HTTPException):
        there = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        there.request("GET", "/readyz")
        return there.getresponse().headers.get("Tepat-Gladi") == NAME
    return False


def _port_of(place: Path) -> int:
    """Return where the demo of a folder runs now, 0: nowhere."""
    try:
        port = int((place / PORT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
    return port if is_running(port) else 0


def _say(text: str) -> None:
    print(text, flush=True)


def _open(installation: server.Installation, world: World) -> None:
    """Say where the desk is and who logs in: from now on it runs as people look."""
    installation.begin_jobs()
    _say("\n  nama            sandi           peran")
    for each in server.people_of(world.place):
        if each["is_shown"]:
            print(f"  {each['name']:<15} {each['password']:<15} {each['role']} {each['area']}")
    _say(
        f"\nDesk: http://127.0.0.1:{world.port}/  (GLADI, angka contoh; kotak bergerak;"
        " Ctrl+C menghentikan)\n"
    )
