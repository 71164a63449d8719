"""Pages of this app, below `/e/<election>/<kabupaten>/`: each subject keeps its own."""

from django.urls import path

from tepat.server.move.field import photo_pages
from tepat.server.move.packing.urls import urlpatterns as packing
from tepat.server.move.plans import occasion_pages as occasions
from tepat.server.move.plans import pages as plans
from tepat.server.move.stock.urls import urlpatterns as stock

urlpatterns = [
    *stock,
    *packing,
    path("foto/<slug:sha256>", photo_pages.photo, name="photo"),
    path("rencana/lain/", occasions.plan_occasions, name="plan_occasions"),
    path("rencana/lain/ulang/", occasions.plan_again, name="plan_again"),
    path("rencana/lain/balik/", occasions.plan_back, name="plan_back"),
    path("rencana/susun/", plans.schedule_make, name="schedule_make"),
    path(
        "rencana/susun-ulang/<slug:part>/<path:name>/",
        plans.schedule_replan,
        name="schedule_replan",
    ),
    path("rencana/<int:number>/terbitkan/", plans.plan_publish, name="plan_publish"),
    path("rencana/<int:number>/muatan/", plans.plan_shipments, name="plan_shipments"),
]
