"""Where the pages of people live."""

from django.urls import path

from tepat.server.election.accounts import pages

urlpatterns = [
    path("akun/", pages.accounts, name="accounts"),
    path("akun/undang/", pages.invite, name="accounts_invite"),
    path("akun/peran/", pages.give, name="accounts_give"),
    path("akun/peran/<int:pk>/cabut/", pages.take_back, name="accounts_take_back"),
    path("akun/kata-sandi/", pages.remake_password, name="accounts_password"),
]
