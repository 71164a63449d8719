"""Nobody meets a link that answers "not for you": lists that lead to pages of some roles."""

import re
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server.documents.models import PaperJob
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tests.phones import NIGHT
from tests.server.watch.delivered import Delivery
from tests.worlds import clerk, contoh_scope, person

pytestmark = pytest.mark.django_db
HREF = re.compile(r'href="(/e/[^"#]+)')


def pages_of(scope: Scope) -> list[str]:
    """Pages that lead to those of some roles: a store, questions, papers, facts that name keys."""
    here = (scope.election, scope.kabupaten)
    way = Delivery(scope)
    way.pack(way.boxes()[:1])
    phone = way.phone(Role.PPS, way.desa)
    way.send(phone.say(events.Inspected, place=f"{way.desa}:pps", outcome="good"))
    facts = Fact.objects.filter(kind__in=("assigned", "enrolled", "inspected")).values_list("pk")
    PaperJob.objects.create(
        scope=scope,
        document="label",
        area="99.01.02",
        state=PaperJob.State.DONE,
        files=[{"name": "label-1.pdf", "papers": 1, "bytes": 9}],
        at=NIGHT,
        by=person("bu_dewi"),
    )
    return [
        reverse("store", args=[*here, f"{way.desa}:pps"]),
        reverse("questions", args=here),
        reverse("documents", args=here),
        *(reverse("log_fact", args=[*here, name]) for (name,) in facts),
    ]


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.PPK, "99.01.01"),
        (Role.DESK, "99.01"),
        (Role.DESK_KECAMATAN, "99.01.02"),
        (Role.POLRES, "99.01"),
        (Role.POLSEK, "99.01.01"),
        (Role.BAWASLU, "99.01"),
        (Role.KPU, "99.01"),
    ],
)
def test_no_link_of_these_pages_is_refused(client: Client, role: Role, area: str) -> None:
    scope = contoh_scope()
    pages = pages_of(scope)
    client.force_login(clerk(f"orang_{role.value}", role, area))
    refused = set()
    for page in pages:
        answer = client.get(page)
        if answer.status_code == 200:
            for link in sorted(set(HREF.findall(answer.content.decode()))):
                address = urljoin(page, link.replace("&amp;", "&"))
                if client.get(address).status_code == 403:
                    refused.add((page, address))
    assert refused == set()
