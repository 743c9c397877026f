"""What is known about event files: sources, loads, refused rows, the erasable texts and names, runs of the engine."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from kolony.ground.facts import rules
from kolony.ground.guard.classes import InformationClass
from kolony.ground.kit.ids import new_id


def _is_one_of(field: str, values: tuple[str, ...]) -> Q:
    return Q(**{f"{field}__in": list(values)})


class Source(models.Model):
    """A community whose events we read: one forum, one dump, one export that keeps coming."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    platform = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, blank=True)
    recognition = models.CharField(max_length=300, default="discourse")
    simulated = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    ABOUT_PEOPLE = False  # a community and its runs, not a person
    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Load(models.Model):
    """One set of files on its way in, or in, or taken out again.

    `mapping` says which header is which column; where the files differ, `mappings` says it for each by its path.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="loads")
    state = models.CharField(max_length=12, default=rules.REGISTERED)
    name = models.CharField(max_length=200)
    folder = models.CharField(max_length=500)
    ours = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    whole_folder = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict, blank=True)
    mappings = models.JSONField(default=dict, blank=True)
    outlook = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    first_ts = models.DateTimeField(null=True, blank=True)
    last_ts = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_values = models.JSONField(default=dict, blank=True)
    job = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    INFORMATION = {"name": InformationClass.INTERNAL, "outlook": InformationClass.RESTRICTED}

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=_is_one_of("state", rules.LOAD_STATES), name="facts_load_state_known"),
            models.CheckConstraint(
                condition=~Q(state=rules.LOADED) | Q(loaded_at__isnull=False), name="facts_loaded_says_when"
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=_is_one_of("state", rules.CLAIMS_ITS_FILES),
                name="facts_same_files_once",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "state"], name="facts_load_by_source"),
            models.Index(fields=["-created_at", "id"], name="facts_load_newest"),
            models.Index(
                fields=["source"], include=["accepted", "last_ts", "loaded_at"], condition=Q(state=rules.LOADED),
                name="facts_load_figures",
            ),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="facts_load_called"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class LoadFile(models.Model):
    """One file of a load, known by its hash for ever, also after the bytes are gone."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    left_out = models.BooleanField(default=False)

    ABOUT_PEOPLE = False  # files and staff, no member
    INFORMATION = {"name": InformationClass.INTERNAL, "path": InformationClass.INTERNAL}

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["load", "path"], name="facts_file_once_per_load")]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="facts_file_called")]

    def __str__(self) -> str:
        return self.name


class AgreedColumns(models.Model):
    """What a row of headers stood for when it was agreed last: proposed when the same headers come again.

    `called` is the file's name without dates and numbers: likes and views may come with the same headers.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    headers_key = models.CharField(max_length=64)
    called = models.CharField(max_length=200, blank=True)
    mapping = models.JSONField(default=dict)
    agreed_at = models.DateTimeField()

    ABOUT_PEOPLE = False  # headers of files, no member
    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("source", "-agreed_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["source", "headers_key", "called"], name="facts_headers_agreed_once")
        ]

    def __str__(self) -> str:
        return self.called


class LoadMove(models.Model):
    """Who moved a load from where to where, when and why. Only ever added to."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    moved_at = models.DateTimeField()

    ABOUT_PEOPLE = False  # files and staff, no member
    INFORMATION = {"reason": InformationClass.INTERNAL}

    class Meta:
        ordering = ("moved_at", "id")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class RefusedRow(models.Model):
    """A row that could not be read as an event, kept so that somebody can put it right."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=200)
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=300, blank=True)

    INFORMATION = {"value": InformationClass.RESTRICTED}

    class Meta:
        ordering = ("load", "id")
        indexes = [models.Index(fields=["load", "code"], name="facts_refused_by_code")]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code}"


class Words(models.Model):
    """The text of one post: searchable, erasable, never in the columnar store."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=200)
    author_id = models.CharField(max_length=200, blank=True)
    ts = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    topic_id = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)

    INFORMATION = dict.fromkeys(("author_id", "title", "text", "url"), InformationClass.PARTNER)

    class Meta:
        ordering = ("-ts", "id")
        constraints = [models.UniqueConstraint(fields=["load", "object_id"], name="facts_words_once_per_load")]
        indexes = [
            models.Index(fields=["source", "object_id"], name="facts_words_by_object"),
            models.Index(fields=["source", "author_id", "-ts"], name="facts_words_by_author"),
            models.Index(fields=["source", "-ts"], name="facts_words_newest"),
            models.Index(fields=["source", "topic_id"], name="facts_words_titled", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]


class Member(models.Model):
    """The name behind a pseudonymous id, as one load told it; the newest load is believed.

    `spelled` is how a name outside the Latin alphabet is typed in Latin letters: "zhangsan zs" for 张三.
    """

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    actor_id = models.CharField(max_length=200)
    name = models.CharField(max_length=300, blank=True)
    spelled = models.TextField(blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    INFORMATION = dict.fromkeys(("actor_id", "name", "spelled"), InformationClass.INTERNAL)

    class Meta:
        ordering = ("source", "actor_id")
        constraints = [models.UniqueConstraint(fields=["load", "actor_id"], name="facts_member_once_per_load")]
        indexes = [
            models.Index(fields=["source", "actor_id"], name="facts_member_by_id"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="facts_member_called"),
            GinIndex(fields=["spelled"], opclasses=["gin_trgm_ops"], name="facts_member_spelled"),
        ]

    def __str__(self) -> str:
        return self.name or self.actor_id


class MemberRhythm(models.Model):
    """When one member was active, month by month and lately week by week: what the dossier draws."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    actor_id = models.CharField(max_length=200)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    contributions = models.BigIntegerField(default=0)
    recognition = models.FloatField(default=0)
    months = models.JSONField(default=list)
    topics = models.JSONField(default=list)

    INFORMATION = dict.fromkeys(("actor_id", "months", "topics"), InformationClass.INTERNAL)

    class Meta:
        ordering = ("source", "actor_id")
        constraints = [models.UniqueConstraint(fields=["source", "actor_id"], name="facts_rhythm_once")]

    def __str__(self) -> str:
        return self.actor_id


class Run(models.Model):
    """One run of the engine, with everything needed to do it again and get the same."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField(default=dict)
    input_hashes = models.JSONField(default=list)
    engine_version = models.CharField(max_length=40)
    seed = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, default=rules.WAITING)
    job = models.UUIDField(null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    loads = models.ManyToManyField(Load, related_name="runs")

    ABOUT_PEOPLE = False  # a community and its runs, not a person
    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=_is_one_of("state", rules.RUN_STATES), name="facts_run_state_known")
        ]
        indexes = [
            models.Index(fields=["source", "kind", "-created_at", "id"], name="facts_run_newest"),
            models.Index(fields=["kind", "-created_at", "id"], name="facts_run_of_kind"),
            models.Index(
                fields=["kind", "source"],
                condition=_is_one_of("state", (rules.WAITING, rules.RUNNING)),
                name="facts_run_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"


class MemberMeasures(models.Model):
    """Every measure of one member as one run saw it, with the percentile among peers."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    actor_id = models.CharField(max_length=200)
    values = models.JSONField(default=dict)

    INFORMATION = {"actor_id": InformationClass.INTERNAL, "values": InformationClass.INTERNAL}

    class Meta:
        ordering = ("run", "actor_id")
        constraints = [models.UniqueConstraint(fields=["run", "actor_id"], name="facts_measures_once_per_run")]

    def __str__(self) -> str:
        return self.actor_id
