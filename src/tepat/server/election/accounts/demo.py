"""The people of the demo, with the passwords that its login page shows.

Made up, and marked so: an installation with `TEPAT_DEMO=0` refuses to make them.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tepat.core.election.roles import Grant, Role
from tepat.server.election.accounts.authority import add_role
from tepat.server.election.models import Scope, User


class Login(NamedTuple):
    """One ready login: `area` is added to the code of the kabupaten."""

    name: str
    person: str
    role: Role
    area: str = ""
    password: str = "tepat-demo"


LOGINS = (
    Login("bu_dewi", "Bu Dewi", Role.KPU),
    Login("bu_sari", "Bu Sari", Role.WAREHOUSE),
    Login("bu_rina", "Bu Rina", Role.PPK, ".05"),
    Login("pak_udin", "Pak Udin", Role.PPS, ".05.2003"),
    Login("pak_adi", "Pak Adi", Role.BAWASLU),
    Login("bu_lina", "Bu Lina", Role.PANWASCAM, ".05"),
    Login("pak_yusuf", "Pak Yusuf", Role.POLRES),
    Login("pak_bima", "Pak Bima", Role.TNI),
    Login("pak_hadi", "Pak Hadi", Role.DESK),
    Login("bu_mira", "Bu Mira", Role.DESK),
    Login("pak_eko", "Pak Eko", Role.DESK_KECAMATAN, ".04"),
)


@transaction.atomic
def make_people(scope: Scope) -> list[Login]:
    """Make the people of the demo for `scope`; doing it twice changes nothing."""
    if not (settings.DEMO or scope.is_contoh):
        raise ValueError("demo logins belong to a demo")
    known = set(User.objects.filter(is_contoh=True).values_list("username", flat=True))
    # Hashing is slow on purpose; these passwords are printed, so one hash serves them all.
    new = [login for login in LOGINS if login.name not in known]
    hashed = make_password(LOGINS[0].password) if new else ""
    for login in new:
        user, made = User.objects.get_or_create(
            username=login.name,
            defaults={"first_name": login.person, "is_contoh": True, "password": hashed},
        )
        if made:
            add_role(user, Grant(login.role, scope.kabupaten + login.area))
    return list(LOGINS)


def with_known_password() -> list[str]:
    """Return the people who can still log in with the password that the demo prints.

    A hash that several people share is checked once: that is slow on purpose.
    """
    holders: dict[str, list[str]] = {}
    people = User.objects.filter(username__in=[login.name for login in LOGINS], is_active=True)
    for name, hashed in people.order_by("username").values_list("username", "password"):
        holders.setdefault(hashed, []).append(name)
    known = LOGINS[0].password
    return sorted(
        name for hashed, names in holders.items() if check_password(known, hashed) for name in names
    )
