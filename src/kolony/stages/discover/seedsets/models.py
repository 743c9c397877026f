"""What choosing together remembers: segments of members, seed sets with every step of their budget, who is in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kolony.ground.facts.models import Run, Source
from kolony.ground.guard.classes import InformationClass
from kolony.ground.guard.models import Team
from kolony.ground.kit.ids import new_id
from kolony.stages.discover.seedsets import rules

INTERNAL, RESTRICTED = InformationClass.INTERNAL, InformationClass.RESTRICTED


def _one_of(field: str, values: tuple[str, ...]) -> Q:
    return Q(**{f"{field}__in": list(values)})


class Segment(models.Model):
    """A kind of member, by conditions that must all hold: whom a set shall reach. Counted by the worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    conditions = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    members = models.BigIntegerField(null=True)
    of_all = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    ABOUT_PEOPLE = False  # a rule and a count, nobody by name
    INFORMATION = {"name": INTERNAL}

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"], condition=Q(withdrawn_at__isnull=True), name="seedsets_segment_named_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="seedsets_segment_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SeedSet(models.Model):
    """One answer to "which set together?": the question stands in its run, the answer in its steps and people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=10)
    saved_step = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    ABOUT_PEOPLE = False  # the people stand in SeedMember
    INFORMATION = {"name": INTERNAL}

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"],
                condition=Q(saved_at__isnull=False, withdrawn_at__isnull=True),
                name="seedsets_set_named_once",
            ),
            models.CheckConstraint(condition=_one_of("purpose", rules.PURPOSES), name="seedsets_purpose_known"),
            models.CheckConstraint(
                condition=Q(saved_at__isnull=True) | Q(saved_step__isnull=False) & ~Q(name=""),
                name="seedsets_saved_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeedMember(models.Model):
    """Everybody a set speaks of, by number. Steps and pictures hold numbers only, so that one row is all to erase."""

    seed_set = models.ForeignKey(SeedSet, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    actor_id = models.CharField(max_length=200)
    stance = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    place = models.PositiveIntegerField(null=True)
    circle = models.PositiveIntegerField(default=0)
    cost = models.BigIntegerField(null=True)
    has_fee = models.BooleanField(default=False)
    weight = models.FloatField(default=0)

    INFORMATION = {"actor_id": INTERNAL, "cost": RESTRICTED}

    class Meta:
        ordering = ("seed_set", "number")
        constraints = [
            models.UniqueConstraint(fields=["seed_set", "number"], name="seedsets_number_once"),
            models.UniqueConstraint(fields=["seed_set", "actor_id"], name="seedsets_member_once"),
            models.CheckConstraint(condition=_one_of("stance", rules.STANCES), name="seedsets_stance_known"),
        ]
        indexes = [models.Index(fields=["actor_id"], name="seedsets_by_member")]

    def __str__(self) -> str:
        return f"{self.number}: {self.actor_id}"


class Step(models.Model):
    """The answer for one budget: figures, seats and alternatives, as numbers of the set's members."""

    seed_set = models.ForeignKey(SeedSet, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    budget = models.BigIntegerField()
    figures = models.JSONField(default=dict)
    seats = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    otherwise = models.JSONField(default=dict)
    mixes = models.JSONField(default=dict)
    shares = models.JSONField(default=list)

    ABOUT_PEOPLE = False  # numbers into SeedMember, nobody by name
    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("seed_set", "number")
        constraints = [
            models.UniqueConstraint(fields=["seed_set", "number"], name="seedsets_step_once"),
            models.CheckConstraint(condition=Q(budget__gt=0), name="seedsets_budget_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.seed_set_id} {self.number}"
