"""Which store keeps the goods of each place."""

from tepat.core.plan.instance.values import Instance, Store


def stores_of(instance: Instance) -> dict[str, Store]:
    """Return the store of each desa, and that which keeps the goods of each PPK, by code."""
    found = {desa.code: desa.store for desa in instance.desa}
    return found | {each.code: each.keeper.store for each in instance.kecamatan}
