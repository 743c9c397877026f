"""Signing in and out, the second factor: django-allauth does the work, these are the house's pages for it."""

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kolony.ground.guard import actions
from kolony.ground.guard.policy import public_route, signed_in
from kolony.ground.kit import clock

login = public_route(account.LoginView.as_view(template_name="guard/login.html"))
logout = public_route(account.LogoutView.as_view(template_name="guard/logout.html"))
authenticate = public_route(second.AuthenticateView.as_view(template_name="guard/second_factor_ask.html"))
reauthenticate = signed_in(account.ReauthenticateView.as_view(template_name="guard/reauthenticate.html"))
mfa_reauthenticate = signed_in(second.ReauthenticateView.as_view(template_name="guard/reauthenticate.html"))
password_change = signed_in(
    account.PasswordChangeView.as_view(template_name="guard/password.html", success_url="/accounts/2fa/")
)
password_set = signed_in(account.PasswordSetView.as_view(template_name="guard/password.html", success_url="/desk/"))
second_factor = signed_in(second.IndexView.as_view(template_name="guard/security.html"))
app_activate = signed_in(totp.ActivateTOTPView.as_view(template_name="guard/app_activate.html"))
app_deactivate = signed_in(totp.DeactivateTOTPView.as_view(template_name="guard/app_deactivate.html"))
codes = signed_in(recovery.ViewRecoveryCodesView.as_view(template_name="guard/codes.html"))
codes_generate = signed_in(recovery.GenerateRecoveryCodesView.as_view(template_name="guard/codes_generate.html"))
codes_download = signed_in(recovery.DownloadRecoveryCodesView.as_view())


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Every other session of this account ends; the one that asks for it stays."""
    update_session_auth_hash(request, actions.end_sessions(user=request.user, now=clock.now()))
    messages.success(request, _("Everybody else who was signed in as you is signed out."))
    return redirect("mfa_index")


@public_route
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up here, and a closed account stays closed."""
    return render(request, "guard/closed.html", status=403)


@public_route
@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    """Who lost the password gets a one-time link from an owner."""
    return render(request, "guard/forgotten.html")


@public_route
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: opening it shows a button, only the button spends it (programs that preview links do not)."""
    if request.method == "GET":
        return render(request, "guard/link.html")
    user = actions.use_sign_in_link(token=token, now=clock.now())
    record_authentication(request, user, method="link")
    return perform_login(request, Login(user=user, redirect_url=resolve_url(settings.LOGIN_REDIRECT_URL)))
