"""The dossier: who somebody is, where they are known, what we know, and how we came to know it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.guard.classes import CHOICES, InformationClass
from kolony.ground.guard.models import Team, User
from kolony.ground.kit.ids import new_id
from kolony.ground.people import rules

PUBLIC, PARTNER = InformationClass.PUBLIC, InformationClass.PARTNER
INTERNAL, RESTRICTED = InformationClass.INTERNAL, InformationClass.RESTRICTED
PRESENT = Q(merged_into__isnull=True, erased_at__isnull=True, withdrawn_at__isnull=True)
PLACED = ~Q(tier="", stage="")


class Person(models.Model):
    """One human being we work with or may work with."""

    class Kind(models.TextChoices):
        KOL = "kol", _("KOL")
        KOC = "koc", _("KOC")
        BOTH = "both", _("KOL and KOC")
        UNCLEAR = "unclear", _("not clear yet")

    class Source(models.TextChoices):
        INTERNAL = "internal", _("own community")
        EXTERNAL = "external", _("from outside")

    class Purpose(models.TextChoices):
        ACQUIRE = "acquire", _("bring in new users")
        ACTIVATE = "activate", _("keep users active")
        CONVERT = "convert", _("turn users into buyers")

    class Tier(models.TextChoices):
        TOP = "top", pgettext_lazy("tier", "top")
        MIDDLE = "middle", pgettext_lazy("tier", "middle")
        BASE = "base", pgettext_lazy("tier", "base")

    class Stage(models.TextChoices):
        EARLY = "early", pgettext_lazy("stage", "early")
        MID = "mid", pgettext_lazy("stage", "mid")
        LATE = "late", pgettext_lazy("stage", "late")

    class ContactMode(models.TextChoices):
        DIRECT = "direct", _("one to one")
        GROUP = "group", _("in a group")
        NONE = "none", _("not at all: they asked us not to")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    display_name = models.CharField(max_length=120)
    search_text = models.TextField(blank=True)
    sort_key = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.UNCLEAR)
    source = models.CharField(max_length=10, choices=Source.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, blank=True)
    highlight = models.TextField(blank=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_mode = models.CharField(max_length=10, choices=ContactMode.choices, blank=True)
    tie_strength = models.PositiveSmallIntegerField(null=True, blank=True)
    last_touch_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    INFORMATION = {
        "display_name": PARTNER, "search_text": INTERNAL, "sort_key": INTERNAL, "highlight": INTERNAL,
        "kind": INTERNAL, "purpose": INTERNAL, "tie_strength": INTERNAL, "tier": INTERNAL, "stage": INTERNAL,
    }  # fmt: skip

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="person_kind_known"),
            models.CheckConstraint(condition=Q(source__in=rules.SOURCES), name="person_source_known"),
            models.CheckConstraint(condition=Q(purpose__in=("", *rules.PURPOSES)), name="person_purpose_known"),
            models.CheckConstraint(condition=Q(tier__in=("", *rules.TIERS)), name="person_tier_known"),
            models.CheckConstraint(condition=Q(stage__in=("", *rules.STAGES)), name="person_stage_known"),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="person_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(tie_strength__isnull=True) | Q(tie_strength__range=(1, 5)), name="person_tie_one_to_five"
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("search_text"), name="gin_trgm_ops"), name="person_search"),
            models.Index(fields=["sort_key", "id"], name="person_by_name", condition=PRESENT),
            models.Index(Upper("display_name"), "id", name="person_called", condition=PRESENT),
            models.Index(fields=["-created_at", "id"], name="person_newest", condition=PRESENT),
            models.Index(fields=["last_touch_at", "id"], name="person_by_touch", condition=PRESENT),
            models.Index(fields=["owner", "id"], name="person_by_owner", condition=PRESENT),
            models.Index(fields=["tier", "stage"], name="person_placed", condition=PRESENT & PLACED),
        ]

    def __str__(self) -> str:
        return self.display_name


class Handle(models.Model):
    """Where somebody is known: one account on one platform, our own community or another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handles")
    platform = models.CharField(max_length=80)
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    fans = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    INFORMATION = {"external_id": INTERNAL, "name": PUBLIC, "url": PUBLIC, "fans": PUBLIC}

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "external_id"], name="handle_once"),
            models.CheckConstraint(condition=~Q(external_id="") & ~Q(platform=""), name="handle_not_empty"),
            models.CheckConstraint(condition=Q(fans__isnull=True) | Q(fans__gte=0), name="handle_fans_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.external_id} ({self.platform})"


class Nomination(models.Model):
    """How somebody came in: for which purpose, with which highlight, on which evidence, as it was that day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handle = models.ForeignKey(Handle, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    purpose = models.CharField(max_length=10, blank=True)
    highlight = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField()

    INFORMATION = {"actor_id": INTERNAL, "highlight": INTERNAL, "evidence": INTERNAL}

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"


class PersonKey(models.Model):
    """The key that opens a person's personal block, wrapped. Deleting this row is erasure."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    key_id = models.CharField(max_length=20)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    INFORMATION = {"sealed": RESTRICTED}

    def __str__(self) -> str:
        return f"{self.person_id} by {self.key_id}"


class PrivateValue(models.Model):
    """One field of the personal block, sealed; `mask` is what is shown before somebody asks."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    sealed = models.BinaryField()
    mask = models.CharField(max_length=80)
    blind_index = models.CharField(max_length=64, blank=True, db_index=True)
    changed_at = models.DateTimeField()

    INFORMATION = {"name": INTERNAL, "sealed": RESTRICTED, "mask": RESTRICTED, "blind_index": RESTRICTED}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="private_value_once"),
            models.CheckConstraint(condition=Q(name__in=rules.PRIVATE), name="private_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"


class Look(models.Model):
    """Somebody asked to see a restricted value: who, which, why. Written before the value is sent."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    INFORMATION = {"name": INTERNAL, "actor_id": INTERNAL, "reason": INTERNAL}

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["actor", "-at"], name="look_by_actor")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="look_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.actor_id} saw {self.name} of {self.person_id}"


class BusinessType(models.Model):
    """What kind of business somebody is for us; the vocabulary is ours to edit."""

    key = models.SlugField(max_length=40, primary_key=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=100)

    INFORMATION: dict[str, str] = {}

    class Meta:
        ordering = ["place", "key"]

    def __str__(self) -> str:
        return self.name_en


class Business(models.Model):
    """The business block: type, field, influence, price; the fee of one joint action, whom they are bound to."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    business_type = models.ForeignKey(BusinessType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=200, blank=True)
    influence = models.TextField(blank=True)
    price = models.CharField(max_length=200, blank=True)
    fee_minor = models.BigIntegerField(null=True, blank=True)
    fee_currency = models.CharField(max_length=3, blank=True)
    exclusive_to = models.CharField(max_length=200, blank=True)

    INFORMATION = {
        "field": INTERNAL, "influence": INTERNAL, "price": RESTRICTED, "fee_minor": RESTRICTED,
        "exclusive_to": INTERNAL,
    }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_minor__isnull=True) | Q(fee_minor__gt=0) & ~Q(fee_currency=""),
                name="business_fee_is_an_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field}"

    @property
    def is_blank(self) -> bool:
        """Nobody has written anything into it yet."""
        said = (self.business_type_id, self.field, self.influence, self.price, self.fee_minor, self.exclusive_to)
        return not any(said)


class Label(models.Model):
    """One word about somebody in one of the four dimensions. Ability and personality never leave the house."""

    class Dimension(models.TextChoices):
        IDENTITY = "identity", _("Identity")
        ABILITY = "ability", _("Ability")
        EXPERTISE = "expertise", _("Expertise")
        PERSONALITY = "personality", _("Personality")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    value = models.CharField(max_length=60)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    INFORMATION = {"author_id": INTERNAL, "value": INTERNAL}

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "dimension", "value"], name="label_once"),
            models.CheckConstraint(condition=Q(dimension__in=rules.DIMENSIONS), name="label_dimension_known"),
            models.CheckConstraint(
                condition=~Q(dimension="ability") | Q(value__in=rules.ABILITIES), name="label_ability_known"
            ),
            models.CheckConstraint(
                condition=~Q(dimension="personality") | Q(value__in=rules.PERSONALITIES), name="label_personality_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.value}"


class Note(models.Model):
    """Something to remember about somebody. Notes are not edited: they are withdrawn, and written anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    level = models.CharField(max_length=12, choices=CHOICES, default=INTERNAL)
    remember = models.BooleanField(default=False)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    INFORMATION = {"withdrawn_by_id": INTERNAL, "author_id": INTERNAL, "text": RESTRICTED}

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.created_at:%Y-%m-%d}"


class FieldChange(models.Model):
    """A field was changed: who, when, why, from what to what. Of private values only that they changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    hidden = models.BooleanField(default=False)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    taken_back = models.BooleanField(default=False)

    INFORMATION = {"name": INTERNAL, "actor_id": INTERNAL, "before": INTERNAL, "after": INTERNAL, "reason": INTERNAL}

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="change_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"


class TimelineEntry(models.Model):
    """One thing that happened between us and somebody. `code` and `values` are put into words at the edge."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    direction = models.CharField(max_length=4, blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    INFORMATION = {"actor_id": INTERNAL, "text": INTERNAL, "values": INTERNAL}

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="timeline_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"


class Merge(models.Model):
    """Two dossiers were found to be one human being. Nothing moves: reads follow the pointer, so undoing is exact."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    INFORMATION = {"actor_id": INTERNAL, "reason": INTERNAL}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
