"""Pages of the TPS list."""

from django.urls import path

from tepat.server.election.tps_list import pages

urlpatterns = [
    path("tps/", pages.tps_list, name="tps_list"),
    path("tps/template.xlsx", pages.tps_template, name="tps_template"),
    path("tps/impor/", pages.tps_import, name="tps_import"),
    path("tps/impor/<int:number>/", pages.tps_preview, name="tps_preview"),
    path("tps/impor/<int:number>/pilih/", pages.tps_choose, name="tps_choose"),
    path("tps/impor/<int:number>/jumlah/", pages.tps_settle, name="tps_settle"),
    path("tps/impor/<int:number>/masalah.xlsx", pages.tps_faults, name="tps_faults"),
    path("tps/impor/<int:number>/terapkan/", pages.tps_apply, name="tps_apply"),
    path("tps/impor/<int:number>/batalkan/", pages.tps_undo, name="tps_undo"),
    path("tps/impor/<int:number>/susun-ulang/", pages.tps_rebuild, name="tps_rebuild"),
    path("tps/impor/<int:number>/buang/", pages.tps_discard, name="tps_discard"),
    path("tps/<str:code>/", pages.tps_detail, name="tps_detail"),
]
