"""Pages of the log, below `/e/<election>/<kabupaten>/`; the public page has its own address."""

from django.urls import URLPattern, path

from tepat.server.keeping.pages import devices, fact, letters, log, pasting, quarantine

urlpatterns: list[URLPattern] = [
    path("log/", log.log, name="log"),
    path("log/karantina/", quarantine.quarantine, name="log_quarantine"),
    path("log/tempel/", pasting.paste, name="log_paste"),
    path("log/perangkat/", devices.devices, name="log_devices"),
    path("log/perangkat/tugas/", letters.assign, name="log_assign"),
    path("log/perangkat/petugas/", letters.officers, name="log_officers"),
    path("log/perangkat/tugas/<slug:assignment>.pdf", letters.letter, name="log_letter"),
    path("log/perangkat/surat/<str:area>.pdf", letters.batch, name="log_letters"),
    path("log/perangkat/<slug:device>/cabut/", devices.revoke, name="log_revoke"),
    path("log/fakta/<slug:name>/", fact.fact, name="log_fact"),
    path("log/fakta/<slug:name>.tlog-proof", fact.proof, name="log_proof"),
]
