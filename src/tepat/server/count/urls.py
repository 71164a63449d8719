"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.count.back import pages as back
from tepat.server.count.ballots import pages as ballots
from tepat.server.count.between import pages as between
from tepat.server.count.exports import pages as exports
from tepat.server.count.naming import pages as naming
from tepat.server.count.paper import pages as paper
from tepat.server.count.recap import pages as recap
from tepat.server.count.results import form_pages as forms
from tepat.server.count.results import pages
from tepat.server.count.sheets import pages as sheets
from tepat.server.count.turnout import pages as turnout

urlpatterns = [
    path("hitung/", pages.count, name="count"),
    path("hitung/wilayah/<str:area>/", pages.area, name="count_area"),
    path("hitung/tps/<str:code>/", forms.tps, name="count_tps"),
    path("hitung/tps/<str:code>/<str:kind>/", forms.form, name="count_form"),
    path("hitung/tps/<str:code>/<str:kind>/periksa/", forms.check, name="count_check"),
    path("hitung/tps/<str:code>/<str:kind>/setuju/", forms.confirm, name="count_confirm"),
    path("hitung/tps/<str:code>/<str:kind>/cetak.pdf", paper.form, name="count_print"),
    path("hitung/partisipasi/", turnout.turnout, name="count_turnout"),
    path("hitung/partisipasi/<str:area>/", turnout.turnout, name="count_turnout_area"),
    path("hitung/rekonsiliasi/", ballots.ballots, name="count_ballots"),
    path("hitung/rekonsiliasi/pindah/", between.moves, name="count_moves"),
    path("hitung/rekonsiliasi/<str:area>/", ballots.ballots, name="count_ballots_area"),
    path("hitung/neraca/", ballots.balance, name="count_balance"),
    path("hitung/kembali/", back.back, name="count_back"),
    path("hitung/kembali/<str:area>/", back.back, name="count_back_area"),
    path("hitung/lembar/", sheets.sheets, name="count_sheets"),
    path("hitung/lembar/contoh.xlsx", sheets.template, name="count_template"),
    path("hitung/lembar/<int:number>/", sheets.sheet, name="count_sheet"),
    path("hitung/nama/", naming.names, name="count_names"),
    path("hitung/rekap/", recap.recaps, name="count_recaps"),
    path("hitung/rekap/<str:area>/<str:kind>/", recap.recap, name="count_recap"),
    path("hitung/unduh/<slug:form>", exports.file, name="count_file"),
]
