"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.overview import pages as overview
from tepat.server.watch.rakor import forms
from tepat.server.watch.rakor import pages as rakor
from tepat.server.watch.search import pages as search

urlpatterns = [
    path("", overview.overview, name="overview"),
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
]
