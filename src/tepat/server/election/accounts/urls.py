"""Where the pages of people live."""

from django.urls import path

from tepat.server.election.accounts import pages, record

urlpatterns = [
    path("akun/", pages.accounts, name="accounts"),
    path("akun/undangan/", pages.card, name="accounts_card"),
    path("akun/undangan/<int:pk>/", pages.letter, name="accounts_letter"),
    path("akun/undangan/<int:pk>/tarik/", pages.withdraw, name="accounts_withdraw"),
    path("akun/undang/", pages.invite, name="accounts_invite"),
    path("akun/peran/", pages.give, name="accounts_give"),
    path("akun/peran/<int:pk>/cabut/", pages.take_back, name="accounts_take_back"),
    path("akun/kata-sandi/", pages.remake_password, name="accounts_password"),
    path("akun/orang/", pages.person, name="accounts_person"),
    path("jejak/", record.access_log, name="access_log"),
    path("jejak/csv/", record.access_csv, name="access_csv"),
]
