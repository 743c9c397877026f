"""How django-allauth behaves in this house: nobody signs up, every way in is written down, no toasts of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kolony.ground.guard import actions
from kolony.ground.guard.queries import user_with_email
from kolony.ground.kit import clock


class Adapter(DefaultAccountAdapter):
    """The account adapter named in the settings."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address and password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        actions.note_sign_in(user=user, now=clock.now())
        return super().post_login(request, user, **hooks)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = user_with_email(str(credentials.get("email", "")))
        actions.note_failed_sign_in(user=known, now=clock.now())

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(user=user, password=password, now=clock.now())

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened."""


class SecondStep(DefaultMFAAdapter):
    """The adapter of the second step, named in the settings."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Take the one the app shows now, and look at the phone’s clock."),
        "cannot_generate_recovery_codes": _("Switch the authenticator app on first."),
    }
