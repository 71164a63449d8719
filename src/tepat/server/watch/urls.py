"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.alerts import limit_pages, pages
from tepat.server.watch.board import area_pages as areas
from tepat.server.watch.board import pages as board
from tepat.server.watch.overview import pages as overview
from tepat.server.watch.search import pages as search

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("papan/", board.board, name="board"),
    path("papan/aliran/", board.board_stream, name="board_stream"),
    path("papan/wilayah/<str:area>/", areas.board_area, name="board_area"),
    path("papan/tps/<str:code>/", areas.board_tps, name="board_tps"),
    path("peringatan/", pages.alerts, name="alerts"),
    path("peringatan/lima.json", pages.alerts_five, name="alerts_five"),
    path("peringatan/batas/", limit_pages.alert_limits, name="alert_limits"),
    path("peringatan/<int:number>/ambil/", pages.alert_take, name="alert_take"),
    path("cari/", search.search, name="search"),
]
