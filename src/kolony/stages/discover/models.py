"""What discovery remembers: candidates of a run, the evidence behind them, decisions about members, the patrol."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kolony.ground.facts.models import Run, Source
from kolony.ground.guard.classes import InformationClass
from kolony.stages.discover import rules

INTERNAL = InformationClass.INTERNAL


def _one_of(field: str, values: tuple[str, ...]) -> Q:
    return Q(**{f"{field}__in": list(values)})


class Candidate(models.Model):
    """One member's place in one list of one run for one goal. Narrow on purpose: there are many.

    The index that keeps ranks unique also carries what lists are filtered and sorted by, numbers first: counting and
    sorting a hundred thousand of them never touches the rows. It begins with the run, which needs none of its own. The
    one that keeps members unique carries the rank: who is named or decided about is taken in or left out by it.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+", db_index=False)
    goal = models.CharField(max_length=10)
    which = models.CharField(max_length=10)
    rank = models.PositiveIntegerField()
    rank_before = models.PositiveIntegerField(null=True)
    actor_id = models.CharField(max_length=200)
    score = models.FloatField()
    score_low = models.FloatField()
    score_high = models.FloatField()
    kind = models.CharField(max_length=8)
    points = ArrayField(models.FloatField())
    now_score = models.FloatField(null=True)
    could_score = models.FloatField(null=True)
    loyal_fans = models.IntegerField(default=0)
    tenure_days = models.IntegerField(default=0)
    quality = models.FloatField(null=True)
    topic = models.CharField(max_length=200, blank=True)
    because_code = models.CharField(max_length=60, blank=True)
    because_values = models.JSONField(default=dict, blank=True)

    INFORMATION = {"actor_id": INTERNAL, "because_values": INTERNAL}

    class Meta:
        ordering = ("run", "goal", "which", "rank")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "goal", "which", "rank"],
                include=["score", "quality", "could_score", "loyal_fans", "tenure_days", "kind", "topic", "actor_id"],
                name="discover_rank_carries",
            ),
            models.UniqueConstraint(
                fields=["run", "goal", "which", "actor_id"], include=["rank"], name="discover_place_once"
            ),
            models.CheckConstraint(condition=_one_of("goal", rules.GOALS), name="discover_goal_known"),
            models.CheckConstraint(condition=_one_of("which", rules.LISTS), name="discover_list_known"),
            models.CheckConstraint(condition=_one_of("kind", rules.KINDS), name="discover_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.which} {self.rank}: {self.actor_id}"


class ListOrder(models.Model):
    """A whole list of one run, put in one order when the run is written: ranks, nothing about anybody.

    Runs without (written before there were any, or made slim) are sorted when somebody asks.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+", db_index=False)
    goal = models.CharField(max_length=10)
    which = models.CharField(max_length=10)
    order = models.CharField(max_length=12)
    ranks = ArrayField(models.IntegerField())

    ABOUT_PEOPLE = False  # places; who stands on them is in Candidate
    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("run", "goal", "which", "order")
        constraints = [
            models.UniqueConstraint(fields=["run", "goal", "which", "order"], name="discover_order_once"),
            models.CheckConstraint(condition=_one_of("order", rules.ORDERS), name="discover_order_known"),
        ]

    def __str__(self) -> str:
        return f"{self.which} by {self.order}"


class EvidenceCard(models.Model):
    """Why this member: codes and values only. The words are made when somebody reads them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    actor_id = models.CharField(max_length=200)
    sentences = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    highlight = models.JSONField(default=list)
    loyal_fans = models.JSONField(default=list)
    moves = models.JSONField(default=list)
    alike = models.JSONField(default=list)
    junk = models.JSONField(default=dict)
    motion = models.JSONField(default=dict)
    draws = models.JSONField(default=dict)
    holding = models.JSONField(default=dict)
    unexplored = models.BooleanField(default=False)

    INFORMATION = dict.fromkeys(
        (
            *("actor_id", "sentences", "cautions", "loyal_fans", "moves", "alike", "junk", "motion"),
            *("draws", "holding"),
        ),
        INTERNAL,
    )

    class Meta:
        ordering = ("run", "actor_id")
        constraints = [models.UniqueConstraint(fields=["run", "actor_id"], name="discover_card_once")]
        indexes = [models.Index(fields=["run"], condition=Q(unexplored=True), name="discover_unexplored")]

    def __str__(self) -> str:
        return self.actor_id


class PostEarned(models.Model):
    """What a post was recognised for, by the newest run: the most recognised of a community, to look for writers by."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+", db_index=False)
    object_id = models.CharField(max_length=200)
    actor_id = models.CharField(max_length=200)
    points = models.FloatField()

    INFORMATION = {"actor_id": INTERNAL}

    class Meta:
        ordering = ("run", "object_id")
        constraints = [
            models.UniqueConstraint(fields=["run", "object_id", "actor_id"], name="discover_post_earned_once")
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.points:g}"


class Decision(models.Model):
    """Somebody nominated, dismissed or excluded a member. Never edited: undone or reopened, with who, when and why."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    actor_id = models.CharField(max_length=200)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    goal = models.CharField(max_length=10)
    which = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    score = models.FloatField()
    score_high = models.FloatField()
    posts = ArrayField(models.CharField(max_length=200), default=list)
    snapshot = models.JSONField(default=dict)
    person = models.UUIDField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_because = models.CharField(max_length=20, blank=True)

    INFORMATION = {
        "actor_id": INTERNAL,
        "reason": INTERNAL,
        "snapshot": INTERNAL,
        "posts": INTERNAL,
    }

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "actor_id"],
                condition=Q(undone_at__isnull=True, reopened_at__isnull=True),
                name="discover_one_standing_decision",
            ),
            models.CheckConstraint(condition=_one_of("verdict", rules.VERDICTS), name="discover_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=rules.NOMINATED) | ~Q(reason=""), name="discover_dismissal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["decided_by", "-decided_at"], name="discover_decided_by")]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.actor_id}"


class Patrol(models.Model):
    """One day's walk through one community: made once a day, the same for everybody."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    seed = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("-day", "id")
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="discover_one_patrol_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class PatrolStop(models.Model):
    """One member to look at on one day."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    actor_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=rules.WAITING)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True)

    INFORMATION = {"actor_id": INTERNAL}

    class Meta:
        ordering = ("patrol", "position")
        constraints = [
            models.UniqueConstraint(fields=["patrol", "actor_id"], name="discover_one_stop_a_day"),
            models.CheckConstraint(condition=_one_of("state", rules.PATROL_STATES), name="discover_stop_state_known"),
            models.CheckConstraint(condition=_one_of("kind", rules.PATROL_KINDS), name="discover_stop_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.actor_id}"
