"""Rupiah that no plan can go below: each desa's fair share of the cheapest vehicle.

A trip that carries a load drives at least as far as the beeline out and back to each stop,
shared by how much of the vehicle it fills (the radial bound of Haimovich and Rinnooy Kan,
Mathematics of Operations Research 10, 1985), and a vehicle-day carries at most its trips
full. Beelines are never longer than roads, so the bound holds; it is not tight.
"""

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.schedule.asking import warehouse_vehicles


def bound(instance: Instance) -> int:
    """Return rupiah that supplying all desa from the warehouses costs at least, 0 unknown."""
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    homes = [at[each.node] for each in instance.warehouses]
    vehicles = [each for each in warehouse_vehicles(instance) if any(each.available)]
    if any(each.warehouse and each not in vehicles for each in instance.vehicles):
        return 0  # vehicles of PPK may be cheaper than anything that starts at a warehouse
    total = 0.0
    for desa in instance.desa:
        away = min((haversine(home, at[desa.node]) for home in homes), default=0.0)
        shares = [
            2 * away / 1000 * vehicle.km_price / vehicle.litres
            + vehicle.day_price / (vehicle.litres * vehicle.most_trips)
            for vehicle in vehicles
            if vehicle.litres
        ]
        total += desa.litres * min(shares, default=0.0)
    return int(total)
