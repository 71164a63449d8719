"""`tepat demo --live`: a rehearsal that runs while somebody looks at its desk.

Up to H-2 it is played as fast as possible. From then on five minutes of the rehearsal take some
seconds: loads leave, a truck falls over, a seal is another one, the road to Haruai floods, and the
desk answers. The clock never runs ahead of the field, so that a slow computer is only slower.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from tepat.core.election.roles import Role
from tepat.gladi import card, home, play, scenarios, server
from tepat.gladi.stories import story_named
from tepat.gladi.world import Asked, World

NAME: Final = "langsung"
STORY: Final = "tabalong"
SPEED: Final = 60.0
"""Seconds of the rehearsal in one real second."""
FROM_DAYS: Final = 2
SHOWN: Final = ("kpu", "gudang", "bawaslu", "polres", "desk")
HAPPENS: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("segel-tergosok", {"days": [2, 1]}),
    ("truk-terguling", {"days": [2, 1]}),
    ("sopir-tidak-datang", {"days": [2, 1]}),
    ("hujan-menutup-jalan", {"days": [2, 1], "area": "63.09.05"}),
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
    port: int, speed: float = SPEED, *, kecamatan: tuple[str, ...] = (), until: str = ""
) -> int:
    """Play the demo from its letters to its report card; a demo of before is wiped."""
    if NAME in home.all_names():
        home.wipe(NAME)
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
    print("Gladi langsung: satu sampai tiga menit sampai pagi H-2, lalu desk dibuka.", flush=True)
    election = play.election_named(asked.election, home.base())
    place = play.begin(asked, story, election, _say)
    try:
        made = play.play(place, asked, story, election, port, _say, happening(), on_live=_open)
    except KeyboardInterrupt:
        print(f"Berhenti. Lihat lagi: tepat rehearse --open {NAME}")
        return 0
    card.write(made, place / home.FIELD)
    print("Gladi selesai:", "LULUS" if made.passes else "BELUM LULUS", flush=True)
    print(f"Lihat lagi: tepat rehearse --open {NAME}; hapus: tepat rehearse --wipe {NAME}")
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


def _open(world: World) -> None:
    """Say where the desk is and who logs in: from now on it runs as people look."""
    print("\n  nama            sandi           peran")
    for each in server.people_of(world.place):
        if each["name"] in SHOWN or each["role"] == Role.PPK.value:
            print(f"  {each['name']:<15} {each['password']:<15} {each['role']} {each['area']}")
    print(
        f"\nDesk: http://127.0.0.1:{world.port}/  (kotak bergerak; Ctrl+C menghentikan)\n",
        flush=True,
    )
