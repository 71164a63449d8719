"""Packages of Kabupaten Contoh, stored as the plan stores them."""

import pytest

from tepat.core.election.ids import Form, PackageCode
from tepat.server.election.models import Scope, Tps
from tepat.server.plan.models import BundleSize, Package
from tests import worlds

KINDS = (("KWK-GUB", "GUB"), ("KWK-BUP", "BUP"))


def make_packages(scope: Scope) -> None:
    """Two boxes with their envelopes for each TPS, two recap boxes for each PPK."""
    rows = []
    for tps in Tps.objects.filter(scope=scope):
        ballots = None if tps.dpt is None else tps.dpt + -(-tps.dpt // 40)
        for kind, short in KINDS:
            box = str(PackageCode("P24", tps.code, short, Form.BOX))
            envelope = str(PackageCode("P24", tps.code, short, Form.ENVELOPE))
            inside: list[dict[str, object]] = [
                {"item": "surat_suara", "sku": f"{kind}/99", "quantity": ballots}
            ]
            tools: list[dict[str, object]] = [{"item": "tinta", "sku": "", "quantity": 2}]
            rows.append(_row(scope, tps.code, "tps", kind, box, tools))
            rows.append(_row(scope, tps.code, "tps", kind, envelope, inside, box))
    for kecamatan in ("99.01.01", "99.01.02"):
        for kind, short in KINDS:
            code = str(PackageCode("P24", kecamatan, short, Form.BOX))
            rows.append(_row(scope, kecamatan, "ppk", kind, code, []))
    Package.objects.bulk_create(rows)
    BundleSize.objects.create(scope=scope, sku="KWK-BUP/99", size=25)


def _row(
    scope: Scope,
    place: str,
    at: str,
    kind: str,
    code: str,
    contents: list[dict[str, object]],
    inside: str = "",
) -> Package:
    desa = place.partition("-")[0]
    return Package(
        scope=scope,
        code=code,
        place=place,
        at=at,
        kecamatan=place[:8],
        desa=desa if len(desa) == 13 else "",
        kind=kind,
        form=code[19],
        contents=contents,
        inside=inside,
    )


@pytest.fixture
def scope(db: None) -> Scope:
    made = worlds.contoh_scope()
    make_packages(made)
    return made
