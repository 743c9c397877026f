"""Accounts are made, changed and closed; links are issued and used; ways in are written down."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from kolony.ground.guard import audit, permits
from kolony.ground.guard.errors import EmailTaken, LastOwner, LinkSpent, UnknownRole
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import AuditEntry, SignInLink, Team, User
from kolony.ground.guard.permits import ROLES
from kolony.ground.guard.rules import LINK_LIFE, token_hash


def create_user(
    *,
    actor: Any,
    email: str,
    display_name: str,
    role: str = "operator",
    team_name: str = "",
    language: str = "zh-hans",
    password: str | None = None,
    now: datetime,
) -> User:
    """Make an account. Without a password the only way in is a one-time link."""
    permits.require(actor, "guard.manage_users")
    if role not in ROLES:
        raise UnknownRole(role=role)
    team = ensure_team(actor=actor, name=team_name, now=now) if team_name.strip() else None
    user = User(email=email.strip().lower(), display_name=display_name.strip()[:120], role=role, team=team)
    user.language = language
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            audit.record(actor=actor, kind="guard.user_made", subject=user, changes={"role": role}, now=now)
    except IntegrityError as taken:
        raise EmailTaken() from taken
    return user


def ensure_team(*, actor: Any, name: str, now: datetime) -> Team:
    """The team of this name; made if it is new."""
    permits.require(actor, "guard.manage_users")
    with transaction.atomic():
        team, made = Team.objects.get_or_create(name=" ".join(name.split())[:120])
        if made:
            audit.record(actor=actor, kind="guard.team_made", subject=team, now=now)
    return team


def change_role(*, actor: Any, user: User, role: str, now: datetime) -> User:
    """Let somebody do more, or less, from the next page on. One owner stays."""
    permits.require(actor, "guard.manage_users")
    if role not in ROLES:
        raise UnknownRole(role=role)
    with transaction.atomic():
        held = _held(user, stays_owner=role == "owner")
        if held.role != role:
            changes = {"role": [held.role, role]}
            held.role = role
            held.save(update_fields=["role"])
            audit.record(actor=actor, kind="guard.user_changed", subject=held, changes=changes, now=now)
    return held


def close_account(*, actor: Any, user: User, reason: str, now: datetime) -> User:
    """Nobody is let in as this user any more, on any device; the account stays as a name in the history."""
    permits.require(actor, "guard.manage_users")
    with transaction.atomic():
        held = _held(user, stays_owner=False)
        if held.is_active:
            held.is_active = False
            held.set_unusable_password()
            held.save(update_fields=["is_active", "password"])
            SignInLink.objects.filter(user=held, used_at__isnull=True).update(used_at=now)
            audit.record(actor=actor, kind="guard.user_closed", subject=held, reason=reason, now=now)
    return held


def reopen_account(*, actor: Any, user: User, now: datetime) -> User:
    """Somebody may be let in again; the way in is a new one-time link, for the password is gone."""
    permits.require(actor, "guard.manage_users")
    with transaction.atomic():
        held = _held(user, stays_owner=True)
        if not held.is_active:
            held.is_active = True
            held.save(update_fields=["is_active"])
            audit.record(actor=actor, kind="guard.user_reopened", subject=held, now=now)
    return held


def _held(user: User, *, stays_owner: bool) -> User:
    """The account, held together with every owner: two owners who dismiss each other at once do not both succeed."""
    among = User.objects.filter(Q(pk=user.pk) | Q(role="owner", is_active=True))
    held = {one.pk: one for one in among.select_for_update().order_by("pk")}
    found = held.pop(user.pk)
    others = any(one.role == "owner" and one.is_active for one in held.values())
    if found.role == "owner" and found.is_active and not stays_owner and not others:
        raise LastOwner()
    return found


def issue_sign_in_link(user: User, now: datetime, life: timedelta = LINK_LIFE) -> str:
    """A token that signs `user` in once, before `life` is over. Older unused links of the same user end."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        SignInLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
        SignInLink.objects.create(user=user, token_hash=token_hash(token), created_at=now, expires_at=now + life)
        audit.record(actor=HOUSE, kind="guard.link_issued", subject=user, now=now)
    return token


def use_sign_in_link(*, token: str, now: datetime) -> User:
    """Spend the link and say whose it was; LinkSpent if it was used, is too old, or never was."""
    with transaction.atomic():
        live = SignInLink.objects.filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=now)
        link = live.select_related("user").first()
        if link is None or not link.user.is_active or not live.update(used_at=now):
            raise LinkSpent()
    return link.user


def set_password(*, user: User, password: str, now: datetime) -> None:
    """Keep a new password; every other session of this user ends."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(actor=user, kind="guard.password_changed", subject=user, now=now)


def end_sessions(*, user: User, now: datetime) -> User:
    """Whoever is signed in as this user is signed out on every device, and a link not used yet lets nobody in."""
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        held.session_round += 1
        held.save(update_fields=["session_round"])
        SignInLink.objects.filter(user=held, used_at__isnull=True).update(used_at=now)
        audit.record(actor=user, kind="guard.sessions_ended", subject=held, now=now)
    return held


def remember_language(user: User, language: str) -> None:
    """Which language somebody reads, for mails and for the next device."""
    User.objects.filter(pk=user.pk).update(language=language)


def note_sign_in(*, user: User, now: datetime) -> AuditEntry:
    """Somebody came in."""
    with transaction.atomic():
        return audit.record(actor=user, kind="guard.signed_in", subject=user, now=now)


def note_failed_sign_in(*, user: User | None, now: datetime) -> AuditEntry:
    """Somebody tried to come in as `user`; None when there is no such account."""
    with transaction.atomic():
        return audit.record(actor=None, kind="guard.sign_in_failed", subject=user, now=now)


def note_verification(*, actor: User, whole: bool, count: int, now: datetime) -> AuditEntry:
    """Somebody had the chain verified."""
    permits.require(actor, "guard.see_audit")
    with transaction.atomic():
        changes = {"whole": whole, "count": count}
        return audit.record(actor=actor, kind="guard.audit_verified", changes=changes, now=now)
