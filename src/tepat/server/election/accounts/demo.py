"""The people of the demo, with the passwords that its login page shows.

Made up, and marked so: an installation with `TEPAT_DEMO=0` refuses to make them.
"""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from tepat.core.election.roles import Role
from tepat.server.election.models import RoleGrant, Scope, User


class Login(NamedTuple):
    """One ready login: `area` is added to the code of the kabupaten."""

    name: str
    person: str
    role: Role
    area: str = ""
    password: str = "tepat-demo"


LOGINS = (
    Login("kpu", "Bu Aisyah", Role.KPU),
    Login("gudang", "Bu Sari", Role.WAREHOUSE),
    Login("ppk", "Bu Rina", Role.PPK, ".01"),
    Login("bawaslu", "Pak Adi", Role.BAWASLU),
    Login("desk", "Pak Hadi", Role.DESK),
)


@transaction.atomic
def make_people(scope: Scope) -> list[Login]:
    """Make the people of the demo for `scope`; doing it twice changes nothing."""
    if not (settings.DEMO or scope.is_contoh):
        raise ValueError("demo logins belong to a demo")
    for login in LOGINS:
        user, made = User.objects.get_or_create(
            username=login.name, defaults={"first_name": login.person, "is_contoh": True}
        )
        if made:
            user.set_password(login.password)
            user.save()
        RoleGrant.objects.get_or_create(
            user=user, role=login.role.value, area=scope.kabupaten + login.area, election=""
        )
    return list(LOGINS)
