"""Steps of the wizard, below `/e/<election>/<kabupaten>/pilkades/`; the first makes the scope."""

from django.urls import URLPattern, path

from tepat.server.pilkades import items, pages, ready

urlpatterns: list[URLPattern] = [
    path("tps/", pages.tps, name="pilkades_tps"),
    path("tps/terapkan/", pages.tps_apply, name="pilkades_tps_apply"),
    path("barang/", items.items, name="pilkades_items"),
    path("petugas/", pages.people, name="pilkades_people"),
    path("cetak/", ready.ready, name="pilkades_ready"),
    path("cetak/unduh/", ready.download, name="pilkades_download"),
    path("cetak/bekal-aula/", ready.hall_bundle, name="pilkades_hall"),
]
