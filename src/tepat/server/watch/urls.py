"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.alerts import limit_pages, pages
from tepat.server.watch.board import area_pages as areas
from tepat.server.watch.board import pages as board
from tepat.server.watch.incidents import pages as incidents
from tepat.server.watch.incidents import risk_pages, support_pages
from tepat.server.watch.overview import pages as overview
from tepat.server.watch.paper import pages as paper
from tepat.server.watch.rakor import forms
from tepat.server.watch.rakor import pages as rakor
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
    path("kertas/", paper.paper, name="paper"),
    path("kertas/<str:kecamatan>/<slug:way>/", paper.table, name="paper_table"),
    path("kertas/<str:kecamatan>/foto/<slug:sha256>", paper.photo, name="paper_photo"),
    path("cari/", search.search, name="search"),
    path("rakor/", rakor.rakor, name="rakor"),
    path("rakor/panggil/", forms.rakor_call, name="rakor_call"),
    path("rakor/tindakan/<int:action>/", forms.rakor_step, name="rakor_step"),
    path("rakor/<int:number>/", rakor.meeting, name="rakor_meeting"),
    path("rakor/<int:number>/agenda/", forms.rakor_agenda, name="rakor_agenda"),
    path("rakor/<int:number>/keputusan/", forms.rakor_decide, name="rakor_decide"),
    path("rakor/<int:number>/notulen/", forms.rakor_minutes, name="rakor_minutes"),
    path("rakor/<int:number>/hadir/", forms.rakor_present, name="rakor_present"),
    path("rakor/<int:number>/latihan/", forms.rakor_exercise, name="rakor_exercise"),
    path("rakor/<int:number>/tutup/", forms.rakor_close, name="rakor_close"),
    path("masalah/", incidents.incidents, name="incidents"),
    path("masalah/lapor/", incidents.report, name="incident_report"),
    path("masalah/jam/", incidents.limits, name="incident_limits"),
    path("masalah/aght/", risk_pages.risks, name="risks"),
    path("masalah/aght/<slug:code>/", risk_pages.risk, name="risk"),
    path("masalah/mitigasi/", risk_pages.mitigation, name="mitigation"),
    path("masalah/mitigasi/<str:area>/", risk_pages.sheet, name="mitigation_sheet"),
    path("masalah/bantuan/", support_pages.supports, name="supports"),
    path("masalah/bantuan/<int:number>/", support_pages.support_answer, name="support_answer"),
    path("masalah/keputusan/", support_pages.decisions, name="decisions"),
    path(
        "masalah/keputusan/<int:number>/", support_pages.decision_outcome, name="decision_outcome"
    ),
    path("masalah/<int:number>/", incidents.incident, name="incident"),
    path("masalah/<int:number>/<slug:do>/", incidents.act, name="incident_act"),
]
