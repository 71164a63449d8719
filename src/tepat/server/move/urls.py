"""Pages of this app, below `/e/<election>/<kabupaten>/`: each subject keeps its own."""

from django.urls import path

from tepat.server.move.packing.urls import urlpatterns as packing
from tepat.server.move.plans import pages as plans
from tepat.server.move.stock.urls import urlpatterns as stock

urlpatterns = [
    *stock,
    *packing,
    path("rencana/susun/", plans.schedule_make, name="schedule_make"),
    path(
        "rencana/susun-ulang/<slug:part>/<path:name>/",
        plans.schedule_replan,
        name="schedule_replan",
    ),
    path("rencana/<int:number>/terbitkan/", plans.plan_publish, name="plan_publish"),
    path("rencana/<int:number>/muatan/", plans.plan_shipments, name="plan_shipments"),
]
