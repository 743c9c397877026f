"""What the frame itself remembers: the progress of jobs, views people saved of their lists, letters
they asked for and letters on their way out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kolony.ground.frame.rules import VIEW_NAME_MAX, VIEW_QUERY_MAX
from kolony.ground.kit.ids import new_id


class JobProgress(models.Model):
    """One long piece of work as its starter sees it: how far, how long still, what came of it.

    Title and step are kept as they stand in the code, `%(name)s` and all: they are written down where nobody reads, and
    read in either language. `about` is that name: a file, a community.

    The queue (procrastinate) knows how to run a job; this row knows what to tell people about it. Who started it is
    an identifier and not a foreign key, because the frame stands below the guard that knows the users.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=300, blank=True)
    params = models.JSONField(default=dict)
    started_by = models.UUIDField(null=True, blank=True)
    queue_job_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(default=0)
    eta_seconds = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(max_length=200, blank=True)
    step_number = models.PositiveSmallIntegerField(default=0)
    step_count = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_values = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="job_percent_within_100"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, state__in=["waiting", "running"])
                | Q(finished_at__isnull=False, state__in=["done", "failed", "cancelled"]),
                name="job_finished_exactly_when_over",
            ),
        ]
        indexes = [models.Index(fields=["started_by", "-created_at"], name="job_by_starter")]

    @property
    def title_words(self) -> str:
        """The title in the reader's language."""
        words = gettext(self.title)
        return words % {"name": self.about} if self.about else words

    @property
    def step_words(self) -> str:
        """The step in the reader's language; nothing before the first."""
        return gettext(self.step) if self.step else ""

    def __str__(self) -> str:
        return f"{self.title} ({self.state} {self.percent} %)"


class SavedView(models.Model):
    """A list as somebody wants to see it again: its filters, sort and columns are the query of the page's address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=VIEW_NAME_MAX)
    query = models.CharField(max_length=VIEW_QUERY_MAX, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ["page", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "page", "name"], name="saved_view_name_once_per_page"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]
        indexes = [models.Index(fields=["page"], condition=Q(shared=True), name="saved_view_shared")]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """A letter somebody asked for, to come again and again: which one, about what, when the last was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    letter = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "letter", "about"], name="subscription_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.about}"


class Letter(models.Model):
    """A letter to somebody who works here, written with what caused it and delivered afterwards (fronts.outside).

    Whom it goes to is an account, not an address: the address of the hour of delivery counts. What it said is forgotten
    as soon as it is delivered or given up.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to_user = models.UUIDField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    stop_url = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["written_at"], condition=Q(over_at__isnull=True), name="letter_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(over_at__isnull=True) | Q(text="", html=""), name="letter_over_is_empty")
        ]

    def __str__(self) -> str:
        return self.subject
