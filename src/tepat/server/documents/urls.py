"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.documents import (
    daily_pages,
    pages,
    plan_pages,
    rakor_pages,
    security_pages,
    settings_pages,
    supervision_pages,
)

urlpatterns = [
    path("dokumen/", pages.documents, name="documents"),
    path("dokumen/buat/", pages.make, name="documents_make"),
    path("dokumen/berkas/", pages.jobs, name="documents_jobs"),
    path("dokumen/berkas/<int:job>/<str:name>", pages.download, name="documents_file"),
    path("dokumen/surat/<str:code>/<str:key>.pdf", pages.letter, name="documents_letter"),
    path("dokumen/surat/<str:code>/<str:key>.docx", pages.letter_docx, name="documents_docx"),
    path("dokumen/surat/<str:code>/<str:key>/terbitkan/", pages.issue, name="documents_issue"),
    path("dokumen/rencana/<int:number>/rab.pdf", plan_pages.plan_budget, name="plan_budget"),
    path(
        "dokumen/rencana/<int:number>/lembar-jalan.pdf",
        plan_pages.plan_run_sheets,
        name="plan_run_sheets",
    ),
    path(
        "dokumen/rencana/<int:number>/surat-jadwal.pdf",
        plan_pages.plan_letter,
        name="plan_letter",
    ),
    path(
        "dokumen/rencana/<int:number>/daftar-serah.pdf",
        plan_pages.plan_tps_lists,
        name="plan_tps_lists",
    ),
    path("rakor/taklimat.pdf", rakor_pages.rakor_briefing, name="rakor_briefing"),
    path("rakor/kesiapan/<str:area>.pdf", rakor_pages.rakor_readiness, name="rakor_readiness"),
    path("rakor/<int:number>/notulen.pdf", rakor_pages.rakor_minutes_pdf, name="rakor_minutes_pdf"),
    path("rakor/hari-gelap/<str:area>.pdf", rakor_pages.dark_pack, name="dark_pack"),
    path(
        "pengamanan/perintah/<int:number>.pdf",
        security_pages.security_order_pdf,
        name="security_order_pdf",
    ),
    path("desk/laporan/konsep.pdf", daily_pages.daily_draft_pdf, name="daily_draft_pdf"),
    path("desk/laporan/kirim/", daily_pages.daily_send, name="daily_send"),
    path("desk/laporan/<int:number>.pdf", daily_pages.daily_pdf, name="daily_pdf"),
    path("dokumen/nomor/", pages.register, name="documents_register"),
    path("dokumen/kop/", settings_pages.office, name="documents_settings"),
    path("dokumen/kop/contoh/<str:code>.pdf", settings_pages.preview, name="documents_preview"),
    path("dokumen/kop/lambang/", settings_pages.emblem, name="documents_emblem"),
    path("dokumen/tata-letak/", settings_pages.layouts, name="documents_layouts"),
    path(
        "dokumen/tata-letak/<str:code>/isian.txt",
        settings_pages.placeholders,
        name="documents_placeholders",
    ),
    path(
        "pengawasan/form-a/<int:number>.pdf",
        supervision_pages.form_pdf,
        name="supervision_form_pdf",
    ),
    path(
        "pengawasan/form-a/<int:number>.docx",
        supervision_pages.form_docx,
        name="supervision_form_docx",
    ),
    path(
        "pengawasan/formulir-laporan.pdf",
        supervision_pages.blank_report,
        name="supervision_blank",
    ),
]
