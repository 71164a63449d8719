"""Small worlds for tests: Kabupaten Contoh (99.01) with named people.

Two kecamatan, four desa, ten TPS with known voters, Pilkada 2024:

| kecamatan | desa | voters per TPS |
|---|---|---|
| 99.01.01 Hulu | 99.01.01.1001 Kota Hulu (kelurahan) | 481, 520, 599 |
|  | 99.01.01.2002 Sungai Jernih | 305, 298 |
| 99.01.02 Hilir | 99.01.02.2001 Muara Teduh | 412, 388, 77 |
|  | 99.01.02.2002 Pulau Kecil | 190, not known |

Everything is stored through the models, so that no test depends on the import.
"""

from typing import Final

from django.test import Client

from tepat.core.election.roles import Grant, Role
from tepat.server.election.models import Region, RoleGrant, Scope, Tps, User

ELECTION: Final = "pilkada-2024"
KABUPATEN: Final = "99.01"
PASSWORD: Final = "rahasia-contoh-99"

REGIONS: Final = (
    ("99", "Provinsi Contoh", "provinsi", -2.5, 115.5),
    ("99.01", "Kabupaten Contoh", "kabupaten", -2.1, 115.4),
    ("99.01.01", "Hulu", "kecamatan", -2.0, 115.3),
    ("99.01.02", "Hilir", "kecamatan", -2.2, 115.5),
    ("99.01.01.1001", "Kota Hulu", "kelurahan", -2.01, 115.31),
    ("99.01.01.2002", "Sungai Jernih", "desa", -1.97, 115.27),
    ("99.01.02.2001", "Muara Teduh", "desa", -2.21, 115.52),
    ("99.01.02.2002", "Pulau Kecil", "desa", None, None),
)
"""Code, name, kind, latitude, longitude. Pulau Kecil has no point yet."""

VOTERS: Final[dict[str, tuple[int | None, ...]]] = {
    "99.01.01.1001": (481, 520, 599),
    "99.01.01.2002": (305, 298),
    "99.01.02.2001": (412, 388, 77),
    "99.01.02.2002": (190, None),
}
"""Registered voters (DPT) of TPS 1, 2, ... of each desa; the last one is not known."""

PEOPLE: Final = {
    "bu_sari": Grant(Role.WAREHOUSE, KABUPATEN),
    "pak_joko": Grant(Role.DRIVER, KABUPATEN),
    "bu_rina": Grant(Role.PPK, "99.01.01"),
    "pak_adi": Grant(Role.BAWASLU, KABUPATEN),
    "bu_dewi": Grant(Role.KPU, KABUPATEN),
}
"""Warehouse, driver, PPK of Hulu, Bawaslu, and the KPU officer who may do everything."""


def contoh_scope(election: str = ELECTION) -> Scope:
    """Store Kabupaten Contoh with its ten TPS and return its scope."""
    contoh_regions()
    scope = Scope.objects.create(election=election, kabupaten=KABUPATEN, zone="Asia/Makassar")
    Tps.objects.bulk_create(
        Tps(
            scope=scope,
            code=f"{desa}-{number:03d}",
            desa=desa,
            kecamatan=desa[:8],
            number=number,
            dpt=dpt,
        )
        for desa, voters in VOTERS.items()
        for number, dpt in enumerate(voters, start=1)
    )
    return scope


def contoh_regions() -> None:
    """Store the regions of Kabupaten Contoh, twice as well as once."""
    Region.objects.bulk_create(
        [
            Region(
                code=code,
                name=name,
                kind=kind,
                level=code.count(".") + 1,
                parent=code.rpartition(".")[0],
                lat=lat,
                lon=lon,
                provenance="" if lat is None else "centroid",
            )
            for code, name, kind, lat, lon in REGIONS
        ],
        ignore_conflicts=True,
    )


def person(name: str) -> User:
    """Return one of `PEOPLE`, stored with a password (`PASSWORD`) and the role's grant."""
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        grant = PEOPLE[name]
        RoleGrant.objects.create(user=user, role=grant.role.value, area=grant.area)
    return user


def clerk(name: str, role: Role, area: str = KABUPATEN) -> User:
    """Return somebody with one role of theirs in an area; made once."""
    user, is_new = User.objects.get_or_create(username=name, defaults={"first_name": name})
    if is_new:
        RoleGrant.objects.create(user=user, role=role.value, area=area)
    return user


def client_of(who: User | str) -> Client:
    """Return the browser of somebody who is logged in: a user, or the name of one of `PEOPLE`."""
    client = Client()
    client.force_login(person(who) if isinstance(who, str) else who)
    return client
