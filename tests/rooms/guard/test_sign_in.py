"""Ways in: a password with a second step, or a link that works once. Nothing else."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kolony.ground.guard import actions
from kolony.ground.guard.errors import EmailTaken, LinkSpent
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import AuditEntry, SignInLink, User
from kolony.ground.kit import clock
from kolony.ground.kit.errors import NotAllowed

from .conftest import NOW, PASSWORD, account

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def _try(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def _is_in(client):
    return "_auth_user_id" in client.session


def test_nobody_is_there_before_somebody_makes_an_account():
    assert User.objects.count() == 0


def test_the_right_password_lets_in_and_is_written_down(client, lin):
    response = _try(client, "LIN@example.org")
    assert (response.status_code, response["Location"], _is_in(client)) == (302, "/desk/", True)
    assert AuditEntry.objects.filter(kind="guard.signed_in", actor_id=lin.pk).count() == 1


def test_a_wrong_password_is_refused_and_written_down(client, lin):
    assert _try(client, "lin@example.org", "wrong").status_code == 200
    assert not _is_in(client)
    assert AuditEntry.objects.get(kind="guard.sign_in_failed").subject_id == str(lin.pk)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Address and password do not belong together."), ("zh-hans", "邮箱和密码对不上。")]
)
def test_a_wrong_password_is_said_in_the_house_s_words(client, lin, language, words):
    client.cookies["django_language"] = language
    assert words in _try(client, "lin@example.org", "wrong").content.decode()


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client, lin):
    for _ in range(5):
        _try(client, "lin@example.org", "wrong")
    _try(client, "lin@example.org")
    assert not _is_in(client)


def test_a_closed_account_is_refused_and_its_sessions_end(client, lin, owner):
    client.force_login(lin)
    actions.close_account(actor=owner, user=lin, reason="left", now=NOW)
    assert client.get(reverse("mfa_index")).status_code == 302
    lin.refresh_from_db()
    assert not lin.has_usable_password()


COLLEAGUES = "/accounts/colleagues/"


def test_an_owner_gives_a_role_closes_an_account_and_opens_it_again(client, lin, owner):
    client.force_login(owner)
    page = client.get(COLLEAGUES, headers={"accept-language": "en"}).content.decode()
    assert "lin@example.org" in page and "Role of Lin" in page
    for form, role, is_open in (
        ({"verb": "role", "role": "lead"}, "lead", True),
        ({"verb": "close", "reason": "has left us"}, "lead", False),
        ({"verb": "close", "reason": "again"}, "lead", False),
        ({"verb": "reopen"}, "lead", True),
        ({"verb": "reopen"}, "lead", True),
    ):
        assert client.post(COLLEAGUES, {"user": lin.pk, **form}).url == COLLEAGUES
        lin.refresh_from_db()
        assert (lin.role, lin.is_active) == (role, is_open)
    told = AuditEntry.objects.filter(subject_id=str(lin.pk), actor_id=owner.pk).order_by("sequence")
    assert [(entry.kind, entry.reason) for entry in told] == [
        ("guard.user_changed", ""), ("guard.user_closed", "has left us"), ("guard.user_reopened", ""),
    ]  # fmt: skip


def test_one_owner_stays(client, lin, owner):
    client.force_login(owner)
    for form in ({"verb": "role", "role": "operator"}, {"verb": "close", "reason": "tired"}):
        answer = client.post(COLLEAGUES, {"user": owner.pk, **form}, headers={"accept-language": "en"})
        assert (answer.status_code, "This is the only owner." in answer.content.decode()) == (409, True)
    client.post(COLLEAGUES, {"user": lin.pk, "verb": "role", "role": "owner"})
    assert client.post(COLLEAGUES, {"user": owner.pk, "verb": "role", "role": "operator"}).status_code == 302
    assert dict(User.objects.values_list("display_name", "role")) == {"Lin": "owner", "Ou": "operator"}


@pytest.mark.parametrize("form", [{"verb": "role", "role": "king"}, {"verb": "role"}, {"verb": "x"}, {"user": "x"}])
def test_nonsense_about_an_account_changes_nothing(client, lin, owner, form):
    client.force_login(owner)
    assert client.post(COLLEAGUES, {"user": lin.pk, **form}).status_code in (404, 422)
    assert dict(User.objects.values_list("display_name", "role")) == {"Lin": "operator", "Ou": "owner"}


def test_only_an_owner_sees_or_changes_accounts(client, lin, owner, auditor):
    for who in (lin, auditor):
        client.force_login(who)
        assert client.get(COLLEAGUES).status_code == 403
        assert client.post(COLLEAGUES, {"user": who.pk, "verb": "role", "role": "owner"}).status_code == 403
        who.refresh_from_db()
        assert who.role != "owner"


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 403
    assert client.post("/accounts/signup/", {"email": "x@example.org"}).status_code == 405


def test_a_link_signs_in_once_and_only_by_its_button(client, lin):
    token = actions.issue_sign_in_link(user=lin, now=clock.now())
    url = reverse("guard_link", args=[token])
    assert client.get(url).status_code == 200
    assert not _is_in(client)
    assert client.post(url)["Location"] == "/desk/"
    assert _is_in(client)
    client.logout()
    assert client.post(url).status_code == 410
    assert not _is_in(client)


def test_only_the_hash_of_a_link_is_kept(lin):
    token = actions.issue_sign_in_link(user=lin, now=NOW)
    assert token not in str(list(SignInLink.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


def test_a_link_ends_after_half_an_hour_and_when_a_newer_one_is_issued(lin):
    old = actions.issue_sign_in_link(user=lin, now=NOW)
    new = actions.issue_sign_in_link(user=lin, now=NOW)
    with pytest.raises(LinkSpent):
        actions.use_sign_in_link(token=old, now=NOW)
    with pytest.raises(LinkSpent):
        actions.use_sign_in_link(token=new, now=NOW + timedelta(minutes=30))
    assert actions.use_sign_in_link(token=new, now=NOW + timedelta(minutes=29)) == lin


def test_a_link_does_not_go_round_the_second_step(client, lin):
    TOTP.activate(lin, generate_totp_secret())
    response = client.post(reverse("guard_link", args=[actions.issue_sign_in_link(user=lin, now=clock.now())]))
    assert response["Location"] == reverse("mfa_authenticate")
    assert not _is_in(client)


def test_with_an_app_the_password_alone_does_not_let_in(client, lin):
    secret = generate_totp_secret()
    TOTP.activate(lin, secret)
    assert _try(client, "lin@example.org")["Location"] == reverse("mfa_authenticate")
    assert not _is_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not _is_in(client)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/desk/"
    assert _is_in(client)


def test_somebody_without_a_password_chooses_one_after_the_link(client):
    user = actions.create_user(actor=HOUSE, email="new@example.org", display_name="New", now=NOW)
    client.post(reverse("guard_link", args=[actions.issue_sign_in_link(user=user, now=clock.now())]))
    page = client.get(reverse("account_set_password"))
    assert page.status_code == 200
    client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert AuditEntry.objects.filter(kind="guard.password_changed").count() == 1


def test_two_accounts_never_share_an_address(lin):
    with pytest.raises(EmailTaken):
        actions.create_user(actor=HOUSE, email="LIN@Example.org", display_name="x", now=NOW)


def test_only_an_owner_makes_accounts(lin, owner):
    with pytest.raises(NotAllowed):
        actions.create_user(actor=lin, email="x@example.org", display_name="x", now=NOW)
    assert actions.create_user(actor=owner, email="x@example.org", display_name="x", now=NOW).role == "operator"


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password", "account_set_password"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_security_pages_open(client, lin, name, language):
    if name == "account_set_password":
        lin.set_unusable_password()
        lin.save()
    client.post(LOGIN, {"login": "lin@example.org", "password": PASSWORD})
    if name == "account_set_password":
        client.force_login(lin)
    response = client.get(reverse(name), headers={"accept-language": language}, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password", "guard_audit"])
def test_a_stranger_is_asked_to_sign_in(client, name):
    response = client.get(reverse(name))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("auditor", 200), ("lead", 403), ("operator", 403), ("analyst", 403)]
)
def test_owners_and_auditors_read_the_audit(client, db, role, status):
    client.force_login(account("x", role))
    assert client.get(reverse("guard_audit")).status_code == status
    assert client.post(reverse("guard_audit_verify")).status_code == status


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense", "who=x", "since=yesterday", "until=9999-99-99", "until=9999-12-31", "since=0001-01-01",
        "subject=%00", "page=0", "page=-1",
    ],
)  # fmt: skip
def test_hostile_filters_of_the_audit_are_harmless(client, auditor, query):
    client.force_login(auditor)
    assert client.get(reverse("guard_audit") + "?" + query).status_code == 200


def test_the_page_says_that_the_chain_is_whole(client, auditor):
    client.force_login(auditor)
    response = client.post(reverse("guard_audit_verify"), headers={"accept-language": "en"})
    assert "the chain is whole" in response.content.decode()
    assert AuditEntry.objects.filter(kind="guard.audit_verified").get().changes == {"count": 1, "whole": True}


def test_pages_of_the_desk_are_kept_nowhere(client, lin):
    client.force_login(lin)
    assert client.get(reverse("mfa_index"))["Cache-Control"] == "no-store"


def test_the_second_step_is_switched_on_shown_and_switched_off_after_proving_oneself(client, lin):
    _try(client, "lin@example.org")
    ask = client.get(reverse("mfa_activate_totp"))
    assert ask["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(ask["Location"], {"password": "wrong"}).status_code == 200
    assert client.post(ask["Location"], {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": code})["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_index")).context["is_mfa_enabled"]
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not client.get(reverse("mfa_index")).context["is_mfa_enabled"]


def test_a_changed_password_needs_the_old_one(client, lin):
    _try(client, "lin@example.org")
    url, new = reverse("account_change_password"), "another long sentence"
    assert client.post(url, {"oldpassword": "wrong", "password1": new, "password2": new}).status_code == 200
    assert client.post(url, {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}).status_code == 200
    assert client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    lin.refresh_from_db()
    assert (lin.check_password(new), _is_in(client)) == (True, True)


def test_signing_out_everywhere_else_leaves_only_the_one_who_asked(lin, owner):
    here, lost_phone, somebody_else = Client(), Client(), Client()
    for browser, user in ((here, lin), (lost_phone, lin), (somebody_else, owner)):
        browser.force_login(user)
    token = actions.issue_sign_in_link(user=lin, now=clock.now())
    told = here.post(reverse("guard_elsewhere"), follow=True)
    assert "别处以你的身份登录的，都已退出。" in told.content.decode()
    assert [browser.get(reverse("mfa_index")).status_code for browser in (here, lost_phone, somebody_else)] == [
        200, 302, 200,
    ]  # fmt: skip
    with pytest.raises(LinkSpent):
        actions.use_sign_in_link(token=token, now=clock.now())
    assert AuditEntry.objects.get(kind="guard.sessions_ended").subject_id == str(lin.pk)


def test_who_was_signed_out_everywhere_comes_in_again_by_the_password(client, lin):
    actions.end_sessions(user=lin, now=NOW)
    _try(client, "lin@example.org")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_session_of_an_earlier_secret_key_and_the_present_round_is_let_in(client, lin, settings):
    lin = actions.end_sessions(user=lin, now=NOW)
    client.force_login(lin)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, long enough to sign the sessions of a whole house"
    assert list(lin.get_session_auth_fallback_hash()) == [client.session["_auth_user_hash"]]
