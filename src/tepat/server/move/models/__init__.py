"""Tables of this app: what was packed and sealed, and what is in the warehouse."""

from tepat.server.move.models.custody import PackageCustody
from tepat.server.move.models.devices import Device, Officer
from tepat.server.move.models.packing import (
    ForeignCode,
    PackageState,
    PackingSession,
    PlannedShipment,
    SealRange,
    SealUse,
    Shipment,
    ShipmentPackage,
)
from tepat.server.move.models.stock import (
    CountPile,
    Expectation,
    Movement,
    Place,
    ReceiptLine,
    ReplacementRequest,
    StockCount,
    StockEntry,
)

__all__ = [
    "CountPile",
    "Device",
    "Expectation",
    "ForeignCode",
    "Movement",
    "Officer",
    "PackageCustody",
    "PackageState",
    "PackingSession",
    "Place",
    "PlannedShipment",
    "ReceiptLine",
    "ReplacementRequest",
    "SealRange",
    "SealUse",
    "Shipment",
    "ShipmentPackage",
    "StockCount",
    "StockEntry",
]
