"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.alerts import limit_pages, pages
from tepat.server.watch.board import area_pages as areas
from tepat.server.watch.board import pages as board
from tepat.server.watch.costs import pages as costs
from tepat.server.watch.exports import pages as exports
from tepat.server.watch.government import (
    contact_pages,
    daily_pages,
    helping,
    notice_pages,
    outreach_pages,
    question_pages,
)
from tepat.server.watch.government import pages as government
from tepat.server.watch.hooks import pages as hooks
from tepat.server.watch.incidents import pages as incidents
from tepat.server.watch.incidents import risk_pages, support_pages
from tepat.server.watch.learned import pages as learned
from tepat.server.watch.overview import pages as overview
from tepat.server.watch.paper import pages as paper
from tepat.server.watch.published import pages as published
from tepat.server.watch.rakor import forms
from tepat.server.watch.rakor import pages as rakor
from tepat.server.watch.reading import pages as reading
from tepat.server.watch.search import pages as search
from tepat.server.watch.security import (
    escort_pages,
    order_pages,
    post_pages,
    setup_pages,
    unit_pages,
)
from tepat.server.watch.security import exports as security_exports
from tepat.server.watch.security import pages as security
from tepat.server.watch.stores import pages as stores
from tepat.server.watch.stores import roster_pages as rosters
from tepat.server.watch.supervision import (
    case_pages,
    check_pages,
    form_pages,
    list_pages,
    rawan_pages,
)
from tepat.server.watch.supervision import pages as supervision

urlpatterns = [
    path("pelajaran.json", learned.download, name="learned_download"),
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
    path("ekspor/", exports.exports, name="exports"),
    path("ekspor/webhook/", hooks.webhooks, name="webhooks"),
    path("ekspor/webhook/<int:number>/<slug:do>/", hooks.webhook_act, name="webhook_act"),
    path("ekspor/kunci/", reading.read_tokens, name="read_tokens"),
    path("ekspor/kunci/<int:number>/", reading.read_token_revoke, name="read_token_revoke"),
    path("ekspor/<slug:code>/", exports.export, name="export"),
    path("ekspor/<slug:code>/kolom/", exports.export_columns, name="export_columns"),
    path("ekspor/<slug:code>/berkas.<slug:form>", exports.export_file, name="export_file"),
    path("pengawasan/", supervision.supervision, name="supervision"),
    path("pengawasan/hadir/", supervision.visit, name="supervision_visit"),
    path(
        "pengawasan/serah/<str:kecamatan>/<slug:leg>/",
        supervision.handovers,
        name="supervision_handovers",
    ),
    path("pengawasan/periksa/", check_pages.checks, name="supervision_checks"),
    path(
        "pengawasan/periksa/baru/<slug:focus>/",
        check_pages.check_new,
        name="supervision_check_new",
    ),
    path("pengawasan/periksa/<int:number>/", check_pages.check, name="supervision_check"),
    path(
        "pengawasan/periksa/<int:number>/foto/<int:at>/",
        check_pages.check_photo,
        name="supervision_check_photo",
    ),
    path(
        "pengawasan/periksa/<int:number>/ubah/",
        check_pages.check_again,
        name="supervision_check_again",
    ),
    path("pengawasan/perkara/", supervision.case_list, name="supervision_cases"),
    path("pengawasan/perkara/baru/", case_pages.case_new, name="supervision_case_new"),
    path("pengawasan/perkara/<int:number>/", case_pages.case, name="supervision_case"),
    path(
        "pengawasan/perkara/<int:number>/pelapor/",
        case_pages.reporter,
        name="supervision_reporter",
    ),
    path(
        "pengawasan/perkara/<int:number>/foto/<int:at>/",
        case_pages.case_photo,
        name="supervision_photo",
    ),
    path(
        "pengawasan/perkara/<int:number>/<slug:do>/",
        case_pages.case_act,
        name="supervision_case_act",
    ),
    path("terbitan/", published.published, name="published"),
    path("terbitan/<slug:sha256>.json", published.taken_file, name="published_file"),
    path("pengawasan/form-a/", form_pages.forms, name="supervision_forms"),
    path("pengawasan/form-a/baru/", form_pages.form_new, name="supervision_form_new"),
    path("pengawasan/form-a/<int:number>/", form_pages.form, name="supervision_form"),
    path("pengawasan/topik/", list_pages.topics, name="supervision_topics"),
    path("pengawasan/rawan/", rawan_pages.rawan_tps, name="supervision_rawan"),
    path("pengawasan/rawan/tps-rawan.csv", rawan_pages.rawan_csv, name="supervision_rawan_csv"),
    path("pengawasan/aturan/", list_pages.rules, name="supervision_rules"),
]

urlpatterns += [
    path("pengamanan/", security.security, name="security"),
    path("pengamanan/malam/", security.night, name="security_night"),
    path("pengamanan/pola/", setup_pages.setup, name="security_setup"),
    path("pengamanan/kelas/", setup_pages.grades, name="security_grades"),
    path("pengamanan/kesatuan/", unit_pages.units, name="security_units"),
    path("pengamanan/pos/", post_pages.guard_posts, name="security_posts"),
    path("pengamanan/perintah/", order_pages.orders, name="security_orders"),
    path("pengamanan/kawal/<str:code>/", escort_pages.escort, name="escort"),
    path("pengamanan/ekspor.<slug:form>", security_exports.export, name="security_export"),
    path("pengamanan/wilayah/<str:area>/", security.kecamatan, name="security_area"),
    path("tempat/", stores.stores, name="stores"),
    path("tempat/rencana/", stores.stores_to_plan, name="stores_to_plan"),
    path("tempat/jaga/", rosters.roster, name="roster"),
    path("tempat/jaga/isi/", rosters.roster_fill, name="roster_fill"),
    path("tempat/jaga/hadir/", rosters.roster_check_in, name="roster_check_in"),
    path("tempat/<str:place>/", stores.store, name="store"),
    path("tempat/<str:place>/periksa/", stores.store_inspect, name="store_inspect"),
    path("tempat/<str:place>/cadangan/", stores.store_backup, name="store_backup"),
    path("biaya/", costs.costs, name="costs"),
    path("biaya/spj.xlsx", costs.cost_report, name="cost_report"),
    path("biaya/kuitansi/<slug:sha256>", costs.cost_photo, name="cost_photo"),
    path("biaya/<int:number>/", costs.cost, name="cost"),
    # -- the government's Desk
    path("desk/", government.desk_room, name="desk_room"),
    path("desk/tahapan/", government.stages, name="stages"),
    path("desk/intervensi/", helping.interventions, name="interventions"),
    path(
        "desk/intervensi/<int:number>/hasil/",
        helping.intervention_outcome,
        name="intervention_outcome",
    ),
    path("desk/kontak/", contact_pages.contact_tree, name="contacts"),
    path("desk/pengumuman/", notice_pages.announcements, name="announcements"),
    path(
        "desk/pengumuman/<int:number>/baca/",
        notice_pages.announcement_read,
        name="announcement_read",
    ),
    path("desk/sosialisasi/", outreach_pages.outreach_agenda, name="outreach"),
    path("desk/tanya/", question_pages.question_queue, name="questions"),
    path("desk/laporan/", daily_pages.daily_reports, name="daily_reports"),
]
