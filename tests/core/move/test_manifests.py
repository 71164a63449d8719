"""The list of a load is read whole, also that of a whole regency."""

from tepat.core.move.manifests import read_manifest
from tepat.core.move.shipments import list_of


def test_a_load_of_a_whole_regency_is_read() -> None:
    packages = [f"P246309052003007BUPK{number:04}" for number in range(5_000)]

    manifest = read_manifest(list_of("e", "63.09", "SJ-1", ("63.09:gudang-1", "x"), packages))
    assert manifest is not None
    assert manifest.packages == frozenset(packages)
