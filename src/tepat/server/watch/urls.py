"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

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
    path("cari/", search.search, name="search"),
]
