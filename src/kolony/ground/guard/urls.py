"""Ways in, and the audit. The names without a prefix are those django-allauth looks for."""

from django.urls import path

from kolony.ground.guard.views import audit as audit_page
from kolony.ground.guard.views import colleagues, sign_in

urlpatterns = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("signup/", sign_in.closed, name="account_signup"),
    path("forgotten/", sign_in.forgotten, name="account_reset_password"),
    path("inactive/", sign_in.closed, name="account_inactive"),
    path("elsewhere/", sign_in.sign_out_elsewhere, name="guard_elsewhere"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/set/", sign_in.password_set, name="account_set_password"),
    path("link/<str:token>", sign_in.link, name="guard_link"),
    path("2fa/", sign_in.second_factor, name="mfa_index"),
    path("2fa/authenticate/", sign_in.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", sign_in.mfa_reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/activate/", sign_in.app_activate, name="mfa_activate_totp"),
    path("2fa/app/deactivate/", sign_in.app_deactivate, name="mfa_deactivate_totp"),
    path("2fa/codes/", sign_in.codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/generate/", sign_in.codes_generate, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", sign_in.codes_download, name="mfa_download_recovery_codes"),
    path("colleagues/", colleagues.colleagues, name="guard_colleagues"),
    path("audit/", audit_page.audit, name="guard_audit"),
    path("audit/verify/", audit_page.verify, name="guard_audit_verify"),
]
