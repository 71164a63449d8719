"""The API: parse, call, answer. One router per app; OpenAPI and its page at /api/docs."""

from ninja import NinjaAPI
from ninja.security import django_auth

from tepat import __version__
from tepat.server.election.regions.api import router as regions
from tepat.server.election.tps_list.api import router as tps_list
from tepat.server.keeping.api import router as cosignatures
from tepat.server.move.devices.api import router as devices
from tepat.server.move.packing.api import router as packing
from tepat.server.move.stock.api import router as stock
from tepat.server.plan.needs.api import router as needs
from tepat.server.watch.reading.api import router as reading

api = NinjaAPI(
    title="tepat",
    version=__version__,
    description="Logistik pemilu: rencana, pengepakan, pergerakan, pengawasan, rekonsiliasi.",
    auth=django_auth,
    urls_namespace="api",
)

api.add_router("/regions", regions)
api.add_router("/e", tps_list)
api.add_router("/e", needs)
api.add_router("/e", packing)
api.add_router("/e", stock)
api.add_router("/e", cosignatures)
api.add_router("/e", devices)
api.add_router("/e", reading)
