"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.plan.inputs import hazard_pages, input_pages, map_pages, priors_pages
from tepat.server.plan.last_mile import pages as tps_pages
from tepat.server.plan.needs import pages as needs
from tepat.server.plan.packages import pages as packages
from tepat.server.plan.quantities import pages as quantities
from tepat.server.plan.schedule import check_pages, compare_pages, ground_pages
from tepat.server.plan.schedule import pages as schedule

urlpatterns: list[URLPattern] = [
    path("kebutuhan/", needs.needs, name="needs"),
    path("kebutuhan/unduh.<slug:form>", needs.download, name="needs_download"),
    path("kebutuhan/jumlah/", quantities.quantities, name="quantities"),
    path("kebutuhan/susun-paket/", packages.packages_make, name="packages_make"),
    path("kebutuhan/<str:area>/", needs.needs, name="needs_area"),
    path("rencana/", schedule.schedule, name="schedule"),
    path("rencana/daftar/", schedule.schedule_progress, name="schedule_progress"),
    path("rencana/peta-jalan/", map_pages.plan_map, name="plan_map"),
    path("rencana/peta-jalan/isi/", map_pages.plan_map_progress, name="plan_map_progress"),
    path("rencana/peta-jalan/tambah/", map_pages.plan_map_add, name="plan_map_add"),
    path("rencana/peta-jalan/ulang/", map_pages.plan_map_again, name="plan_map_again"),
    path("rencana/banjir/", hazard_pages.plan_hazard, name="plan_hazard"),
    path("rencana/banjir/tambah/", hazard_pages.plan_hazard_add, name="plan_hazard_add"),
    path("rencana/banjir/lapor/", hazard_pages.plan_hazard_report, name="plan_hazard_report"),
    path("rencana/banjir/hitung/", hazard_pages.plan_hazard_again, name="plan_hazard_again"),
    path(
        "rencana/sumber/<slug:name>/hapus/", map_pages.plan_source_remove, name="plan_source_remove"
    ),
    path("rencana/pelajaran/", priors_pages.plan_priors, name="plan_priors"),
    path("rencana/pelajaran/pakai/", priors_pages.plan_priors_add, name="plan_priors_add"),
    path("rencana/pelajaran/titik/", priors_pages.plan_priors_points, name="plan_priors_points"),
    path("rencana/masukan/", input_pages.plan_inputs, name="plan_inputs"),
    path("rencana/masukan/unggah/", input_pages.plan_input_upload, name="plan_input_upload"),
    path("rencana/masukan/mulai/", input_pages.plan_input_begin, name="plan_input_begin"),
    path("rencana/masukan/<slug:part>/", input_pages.plan_inputs, name="plan_inputs_part"),
    path("rencana/masukan/<slug:part>/<path:name>/", input_pages.plan_input, name="plan_input"),
    path("rencana/<int:number>/", schedule.schedule, name="schedule_plan"),
    path("rencana/<int:number>/desa/", schedule.schedule_desa, name="schedule_desa"),
    path("rencana/<int:number>/desa/<str:desa>/", tps_pages.schedule_tps, name="schedule_tps"),
    path("rencana/<int:number>/biaya/", schedule.schedule_costs, name="schedule_costs"),
    path("rencana/<int:number>/uji/", check_pages.schedule_checks, name="schedule_checks"),
    path("rencana/<int:number>/uji/mulai/", check_pages.schedule_check, name="schedule_check"),
    path("rencana/<int:number>/jalan/", schedule.schedule_trips, name="schedule_trips"),
    path("rencana/<int:number>/rencana.json", schedule.schedule_file, name="schedule_file"),
    path("rencana/<int:number>/peta/", ground_pages.schedule_map, name="schedule_map"),
    path(
        "rencana/<int:number>/peta/jalan.geojson",
        ground_pages.schedule_map_roads,
        name="schedule_map_roads",
    ),
    path(
        "rencana/<int:number>/peta/perjalanan.geojson",
        ground_pages.schedule_map_trips,
        name="schedule_map_trips",
    ),
    path(
        "rencana/<int:number>/beda/<int:before>/",
        compare_pages.schedule_compare,
        name="schedule_compare",
    ),
]
