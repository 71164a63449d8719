"""Tables of this app: what was packed and sealed, and what is in the warehouse."""

from tepat.server.move.models.custody import PackageCustody
from tepat.server.move.models.devices import Device, Officer, PhoneWitness
from tepat.server.move.models.drivers import DriverLink, DriverReport
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
from tepat.server.move.models.photos import Photo, PhotoLook
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
    "DriverLink",
    "DriverReport",
    "Expectation",
    "ForeignCode",
    "Movement",
    "Officer",
    "PackageCustody",
    "PackageState",
    "PackingSession",
    "PhoneWitness",
    "Photo",
    "PhotoLook",
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
