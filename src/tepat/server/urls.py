"""What is mounted where. Each app keeps its own pages under `/e/<election>/<kabupaten>/`."""

from django.urls import include, path

from tepat.server.api import api
from tepat.server.desk import field
from tepat.server.desk import pages as desk
from tepat.server.keeping.metrics import metrics
from tepat.server.keeping.pages import public
from tepat.server.log.publishing.serving import published
from tepat.server.move.devices import phone
from tepat.server.move.drivers import pages as drivers
from tepat.server.pilkades import pages as pilkades
from tepat.server.watch.government import phone_pages as phone_notices
from tepat.server.watch.published.offering import offered
from tepat.server.watch.rakor import attending
from tepat.server.watch.supervision.public_pages import public_report

urlpatterns = [
    path("", desk.home, name="home"),
    path("healthz", desk.healthz, name="healthz"),
    path("readyz", desk.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("log/<str:election>/<str:kabupaten>/<path:path>", published, name="log_file"),
    path("terbuka/<slug:election>/<str:kabupaten>/", public.public, name="public_log"),
    path("lapor/<slug:election>/<str:kabupaten>/", public_report, name="supervision_public"),
    path("terbitan/<slug:election>/<str:kabupaten>/bawaslu.json", offered, name="supervision_file"),
    path("pilkades/", pilkades.begin, name="pilkades"),
    path("bahasa/", desk.set_language, name="set_language"),
    path("komponen/", desk.components, name="components"),
    path("j/<slug:token>", drivers.driver, name="driver"),
    path("hadir/<slug:token>", attending.attend, name="attend"),
    path("lapangan/", field.field, name="field"),
    path("lapangan/<path:path>", field.field, name="field_file"),
    path("akun/", include("tepat.server.election.accounts.door")),
    path("api/e/<slug:election>/<str:kabupaten>/facts", phone.facts, name="facts"),
    path("api/e/<slug:election>/<str:kabupaten>/", include("tepat.server.move.field.urls")),
    path(
        "api/e/<slug:election>/<str:kabupaten>/announcements",
        phone_notices.announcements,
        name="field_announcements",
    ),
    path("api/e/<slug:election>/<str:kabupaten>/", include("tepat.server.keeping.field_urls")),
    path("api/", api.urls),
    path(
        "e/<slug:election>/<str:kabupaten>/",
        include(
            [
                path("", include("tepat.server.watch.urls")),
                path("", include("tepat.server.election.urls")),
                path("", include("tepat.server.plan.urls")),
                path("", include("tepat.server.move.urls")),
                path("", include("tepat.server.count.urls")),
                path("", include("tepat.server.documents.urls")),
                path("", include("tepat.server.keeping.urls")),
                path("pilkades/", include("tepat.server.pilkades.urls")),
            ]
        ),
    ),
]

handler403 = "tepat.server.desk.pages.forbidden"
handler404 = "tepat.server.desk.pages.not_found"
handler500 = "tepat.server.desk.pages.crashed"
