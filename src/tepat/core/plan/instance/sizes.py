"""How large one box is with what goes with it, and what holds it."""

from tepat.core.plan.instance.values import Desa, Vehicle


def lot_of(desa: Desa) -> tuple[int, int]:
    """Return litres and kilograms of one box of `desa` with what goes with it, rounded up."""
    boxes = max(1, desa.boxes)
    return -(-desa.litres // boxes), -(-desa.kg // boxes)


def fits(vehicle: Vehicle, lot: tuple[int, int]) -> bool:
    """Tell whether litres and kilograms of one box go into `vehicle`."""
    return vehicle.litres >= lot[0] and vehicle.kg >= lot[1]
