"""Who works here, how they get in, and what was done."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kolony.ground.guard.classes import InformationClass
from kolony.ground.guard.permits import ROLES
from kolony.ground.kit.ids import new_id


class Team(models.Model):
    """Operators who share people: Lin's team is not Mei's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)

    INFORMATION: dict[str, str] = {}

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["User"]):
    """Finds accounts by e-mail, however it is written."""

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who may sign in. The e-mail is the name; there is no other."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        LEAD = "lead", _("lead")
        OPERATOR = "operator", _("operator")
        ANALYST = "analyst", _("analyst")
        AUDITOR = "auditor", _("auditor")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="zh-hans")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.OPERATOR)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    INFORMATION = {
        "email": InformationClass.INTERNAL,
        "display_name": InformationClass.PARTNER,
        "password": InformationClass.RESTRICTED,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="user_has_a_known_role"),
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be let in: it ends with the password, or with the round it began in."""
        return self._of_this_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the secret keys that were in use before."""
        yield from map(self._of_this_round, super().get_session_auth_fallback_hash())

    def _of_this_round(self, mark: str) -> str:
        return f"{mark}.{self.session_round}" if self.session_round else mark


class SignInLink(models.Model):
    """A way in that works once. Only the hash of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    INFORMATION = {"token_hash": InformationClass.RESTRICTED}

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d %H:%M}"


class AuditEntry(models.Model):
    """One thing that was done. The database itself numbers and chains the rows and refuses to change them.

    `body` is what the chain protects; the other columns repeat it, so that lists can be filtered, and the verifier
    checks that they still agree. No personal value belongs in here: ids, codes, names of fields.
    """

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    actor_role = models.CharField(max_length=10)
    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    body = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    INFORMATION = {"reason": InformationClass.INTERNAL, "body": InformationClass.INTERNAL}

    class Meta:
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["kind", "-sequence"], name="audit_by_kind"),
            models.Index(fields=["actor_id", "-sequence"], name="audit_by_actor"),
            models.Index(fields=["subject_type", "subject_id", "-sequence"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"

    @property
    def changes(self) -> dict[str, Any]:
        return json.loads(self.body)["changes"]


class AuditHead(models.Model):
    """How long the chain is and how it ends: without it, cutting off the last rows would not be seen."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    INFORMATION: dict[str, str] = {}

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_has_one_head")]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"
