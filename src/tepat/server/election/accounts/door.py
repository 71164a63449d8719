"""The few pages of allauth that are open: nobody signs up, and no password goes by e-mail."""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as office
from django.urls import include, path

from tepat.server.election.accounts import own_pages

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    # Who comes by an office account has no password to change; none is made here.
    path("kata-sandi/tanpa/", own_pages.own_account, name="account_set_password"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("pastikan/", views.reauthenticate, name="account_reauthenticate"),
    path("saya/", own_pages.own_account, name="own_account"),
    path("saya/sesi/", own_pages.end_session, name="end_session"),
    path("saya/lepas/", own_pages.leave_office, name="leave_office"),
    path("ikrar/", own_pages.pledge, name="pledge"),
    path("undangan/<slug:token>/", own_pages.invitation, name="invitation"),
    path("faktor/", own_pages.own_account, name="mfa_index"),
    path("faktor/masuk/", factor.authenticate, name="mfa_authenticate"),
    path("faktor/pastikan/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("faktor/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("faktor/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("faktor/kode/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("faktor/kode/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("faktor/kode/unduh/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kantor-batal/", office.login_cancelled, name="socialaccount_login_cancelled"),
    path("kantor-gagal/", office.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
