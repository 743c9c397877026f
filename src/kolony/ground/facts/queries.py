"""Reads of the room. `visible_*` ask whether the actor may see; the rest are for callers who already asked."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Greatest

from kolony.ground.facts import rules
from kolony.ground.facts.errors import NoSuchLoad, NoSuchSource
from kolony.ground.facts.models import (
    AgreedColumns,
    Load,
    LoadFile,
    Member,
    MemberMeasures,
    MemberRhythm,
    RefusedRow,
    Run,
    Source,
    Words,
)
from kolony.ground.guard import permits

LETTERS_OF_AN_INDEX = 3
NEWEST_WORDS = 200_000
NOTHING_IN: dict[str, Any] = {"events": 0, "loads_in": 0, "newest_ts": None, "newest_load": None}


def visible_sources(actor, **only: str) -> list[Source]:
    """Sources with how many events they hold, how fresh they are and when something was last loaded.

    The figures are asked for by themselves: so they come out of one index, and no import is looked at.
    """
    permits.require(actor, "facts.see")
    found = list(Source.objects.filter(**only).order_by("name"))
    loaded = Load.objects.filter(state=rules.LOADED, **({"source__in": found} if only else {}))
    told = loaded.order_by().values("source").annotate(
        events=Sum("accepted"), loads_in=Count("*"), newest_ts=Max("last_ts"), newest_load=Max("loaded_at")
    )  # fmt: skip
    figures = {row.pop("source"): row for row in told}
    for source in found:
        vars(source).update(figures.get(source.pk, NOTHING_IN))
    return found


def visible_source(actor, platform: str) -> Source:
    """One community with the same figures, by its key."""
    found = visible_sources(actor, platform=platform)
    if not found:
        raise NoSuchSource(platform=platform)
    return found[0]


def visible_loads(actor, *, source: str = "", state: str = "", search: str = "") -> QuerySet[Load]:
    """The history of loads, newest first, filtered as the URL says."""
    permits.require(actor, "facts.see")
    loads = Load.objects.select_related("source", "created_by").exclude(state=rules.DISCARDED)
    if source:
        loads = loads.filter(source__platform=source)
    if state:
        loads = loads.filter(state=state)
    if search:
        loads = loads.filter(_named(search))
    return loads.order_by("-created_at", "id")


def _named(text: str) -> Q:
    """Imports called so, or with a file called so, by the trigram indexes. Under three letters these find nothing:
    then only the imports' own names are gone through."""
    if len(text) < LETTERS_OF_AN_INDEX:
        return _held_by_the_name(text)
    itself = Load.objects.filter(name__icontains=text).order_by().values("pk")
    with_file = LoadFile.objects.filter(name__icontains=text).order_by().values("load")
    return Q(pk__in=itself.union(with_file))


def visible_load(actor, load_id) -> Load:
    """One load with its source, or a refusal that looks the same for 'none' and 'not yours'."""
    permits.require(actor, "facts.see")
    return load_called(load_id)


def load_called(load_id) -> Load:
    """One load for a caller who has already asked for permission."""
    found = Load.objects.select_related("source", "created_by").filter(pk=load_id).first()
    if found is None:
        raise NoSuchLoad(load=str(load_id))
    return found


def files_of(load: Load) -> QuerySet[LoadFile]:
    return load.files.all()


def moves_of(load: Load) -> QuerySet:
    """The history of a load, newest first."""
    return load.moves.select_related("actor").order_by("-moved_at", "-id")


def runs_resting_on(load: Load) -> QuerySet[Run]:
    """Runs of the engine that read this load: what an undo would leave without its ground."""
    return load.runs.select_related("started_by").order_by("-created_at")


def refused_rows(load: Load, *, code: str = "") -> QuerySet[RefusedRow]:
    """The rows that were kept out, in the order of the file."""
    rows = RefusedRow.objects.filter(load=load)
    return (rows.filter(code=code) if code else rows).order_by("id")


def refusal_counts(load: Load) -> list[dict[str, Any]]:
    """How many rows each reason kept out, most frequent first."""
    counted = RefusedRow.objects.filter(load=load).values("code").annotate(rows=Count("id"))
    return list(counted.order_by("-rows", "code"))


def unsettled_loads() -> list[Load]:
    """Loads in a state that only a living job may hold."""
    return list(Load.objects.filter(state__in=rules.UNSETTLED).order_by("created_at"))


def loads_in(source: Source | None = None) -> QuerySet[Load]:
    """Loads whose events are in the store now, oldest first; of one source or of all."""
    loads = Load.objects.filter(state=rules.LOADED)
    return (loads.filter(source=source) if source else loads).order_by("loaded_at", "id")


def verbs_in(source: Source) -> list[tuple[str, int]]:
    """Every verb of a community's events with how often it occurs, the most frequent first."""
    counts: Counter[str] = Counter()
    for report in loads_in(source).order_by().values_list("report", flat=True):
        counts.update(report.get("verbs", {}))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def input_hashes(source: Source | None = None) -> list[str]:
    """SHA-256 of every file behind the store as it is now, sorted: what a run writes down as its input."""
    files = LoadFile.objects.filter(load__state=rules.LOADED)
    if source:
        files = files.filter(load__source=source)
    return sorted(set(files.values_list("sha256", flat=True)))


def standing_load_with(fingerprint: str) -> Load | None:
    """The load that already holds exactly these bytes, if any."""
    return Load.objects.filter(fingerprint=fingerprint, state__in=rules.CLAIMS_ITS_FILES).first()


def is_loaded_file(sha256: str) -> bool:
    """Whether a file with these bytes is part of what is loaded now."""
    return LoadFile.objects.filter(sha256=sha256, left_out=False, load__state=rules.LOADED).exists()


def agreed_before(source: Source, headers: Iterable[str], called: str) -> dict[str, str] | None:
    """What these headers stood for in this community when they came last; another file's act does not come along."""
    found = list(AgreedColumns.objects.filter(source=source, headers_key=rules.headers_key(headers)))
    for agreed in found:
        if agreed.called == called:
            return agreed.mapping
    return {header: column for header, column in found[0].mapping.items() if header[:1] != "="} if found else None


def loaded_load_with_file(sha256: str) -> Load:
    """The newest loaded load that holds these bytes."""
    return Load.objects.filter(files__sha256=sha256, state=rules.LOADED).order_by("-loaded_at").first()


def source_of_platform(platform: str) -> Source | None:
    return Source.objects.filter(platform=platform).first()


def source_called(name_or_platform: str) -> Source | None:
    """A source by its name or its platform key."""
    return Source.objects.filter(Q(name=name_or_platform) | Q(platform=name_or_platform)).first()


def source_with_id(source_id) -> Source:
    """The source a job was given."""
    return Source.objects.get(pk=source_id)


def folders_in_use() -> set[str]:
    """Upload folders whose bytes a load may still need."""
    over = (rules.LOADED, rules.UNDOING, rules.UNDONE, rules.DISCARDED)
    return set(Load.objects.filter(ours=True).exclude(state__in=over).values_list("folder", flat=True))


def all_sources() -> QuerySet[Source]:
    return Source.objects.order_by("name")


# --- names and texts -------------------------------------------------------------------------------------------------


def members_of(source: Source, actor_ids: Iterable[str]) -> dict[str, Member]:
    """The newest known name of each id; ids nobody ever named are not in the answer."""
    return {row.actor_id: row for row in _newest_members(source, actor_ids)}


def _newest_members(source: Source, actor_ids: Iterable[str]) -> QuerySet[Member]:
    rows = Member.objects.filter(source=source, actor_id__in=list(actor_ids), load__state=rules.LOADED)
    return rows.order_by("actor_id", "-load__loaded_at").distinct("actor_id")


def names_of(source: Source, actor_ids: Iterable[str]) -> dict[str, str]:
    """Display names by id, for lists; an id without a name is missing."""
    rows = _newest_members(source, actor_ids).values_list("actor_id", "name")
    return {actor_id: name for actor_id, name in rows if name}


def find_members(text: str, *, source: Source | None = None, limit: int = 20) -> list[Member]:
    """Members whose name looks like the text: by characters, Chinese too, or by pinyin (trigrams), closest first.

    Under three letters nothing is closer than another: names that begin so come before those that hold it.
    """
    rows = Member.objects.filter(load__state=rules.LOADED).select_related("source")
    if source:
        rows = rows.filter(source=source)
    if len(text) < LETTERS_OF_AN_INDEX:
        begin = list(rows.filter(name__istartswith=text).order_by("actor_id")[:limit])
        others = rows.filter(_called(text) | Q(actor_id=text)).exclude(pk__in=[one.pk for one in begin])
        return begin + list(others.order_by("actor_id")[: limit - len(begin)] if len(begin) < limit else [])
    rows = rows.filter(_called(text) | Q(actor_id=text))
    near = TrigramWordSimilarity(text, "name")
    if text.isascii():
        near = Greatest(near, TrigramWordSimilarity(text, "spelled"))
    rows = rows.annotate(near=near).order_by("-near", "actor_id")
    return list(rows[:limit])


def ids_called(source: Source, text: str) -> QuerySet[Member]:
    """Ids of everybody with the text in a name or its pinyin, in no order: to look for in a list, or to filter one.

    Names of loads that are not in are left out by the loads that are not, not by those that are: PostgreSQL takes the
    few that are in among many for few names too, and looks every one of twenty thousand up by itself.
    """
    others = Load.objects.filter(source=source).exclude(state=rules.LOADED).order_by().values("pk")
    named = Member.objects.filter(_called(text), source=source).exclude(load__in=others)
    return named.order_by().values("actor_id")


def _called(text: str) -> Q:
    """Three letters or more are found by the trigram index; shorter texts go through every name."""
    called = Q(name__icontains=text) if len(text) >= LETTERS_OF_AN_INDEX else _held_by_the_name(text)
    return called | _typed(text.lower().replace(" ", "")) if text.isascii() else called


def _held_by_the_name(text: str) -> Q:
    """A short text in any case: each case written out, since folding that of every name takes four times as long."""
    cases = {"".join(signs) for signs in product(*((sign.lower(), sign.upper()) for sign in text))}
    return reduce(or_, (Q(name__contains=one) for one in sorted(cases)))


def _typed(letters: str) -> Q:
    """Who is spelled so: within three letters or more, else whose pinyin or whose initials begin so."""
    if len(letters) >= 3:
        return Q(spelled__contains=letters)
    return Q(spelled__startswith=letters) | Q(spelled__contains=f" {letters}") if letters.isalpha() else Q(pk__in=[])


def words_for(source: Source, object_ids: Iterable[str]) -> dict[str, Words]:
    """The newest text of each post; posts without a text are missing."""
    rows = Words.objects.filter(source=source, object_id__in=list(object_ids), load__state=rules.LOADED)
    return {row.object_id: row for row in rows.order_by("object_id", "-load__loaded_at").distinct("object_id")}


def titles_of_topics(source: Source, topic_ids: Iterable[str]) -> dict[str, str]:
    """What each conversation is called: the title of its first post that has one. Its id is not that of a post: many
    forums number both from one. Where words came without a conversation, the post of that id is all there is."""
    wanted = list(topic_ids)
    titled = Words.objects.filter(source=source, load__state=rules.LOADED).exclude(title="")
    named = titled.filter(Q(topic_id__in=wanted) | Q(topic_id="", object_id__in=wanted))
    named = named.annotate(about=Case(When(topic_id="", then="object_id"), default="topic_id"))
    first = named.order_by("about", "-topic_id", F("ts").asc(nulls_last=True), "-load__loaded_at", "pk")
    return dict(first.distinct("about").values_list("about", "title"))


def recent_words(source: Source, author_id: str, *, limit: int = 5) -> list[Words]:
    """What one member wrote lately, newest first."""
    rows = Words.objects.filter(source=source, author_id=author_id, load__state=rules.LOADED)
    return list(rows.order_by(F("ts").desc(nulls_last=True), "id")[:limit])


def newest_words(source: Source, *, most: int = NEWEST_WORDS) -> QuerySet[Words]:
    """The newest posts of which words and author are held, `most` at most: what a search goes through."""
    held = Words.objects.filter(source=source, load__in=list(loads_in(source)), ts__isnull=False)
    newest = held.exclude(author_id="").order_by("-ts").values("pk")[:most]
    return Words.objects.filter(pk__in=newest).order_by()


def words_with(words: QuerySet[Words], pattern: str) -> QuerySet[Words]:
    """Those in whose title or text a pattern is found, in any case."""
    return words.filter(Q(title__iregex=pattern) | Q(text__iregex=pattern))


def newest_event(source: Source) -> datetime | None:
    """When the newest event of a community happened: the end of what is known about it."""
    return loads_in(source).aggregate(newest=Max("last_ts"))["newest"]


def rhythm_of(source: Source, actor_id: str) -> MemberRhythm | None:
    """The precomputed monthly series of one member."""
    return MemberRhythm.objects.filter(source=source, actor_id=actor_id).first()


# --- runs ------------------------------------------------------------------------------------------------------------


def newest_run(kind: str, source: Source | None = None, *, before: datetime | None = None) -> Run | None:
    """The last finished run of a kind."""
    runs = Run.objects.select_related("source").filter(kind=kind, state=rules.DONE)
    if source:
        runs = runs.filter(source=source)
    if before:
        runs = runs.filter(created_at__lt=before)
    return runs.order_by("-created_at", "id").first()


def visible_runs(actor, *, kind: str = "", source: Source | None = None) -> QuerySet[Run]:
    """Runs of the engine, newest first."""
    permits.require(actor, "facts.see")
    runs = Run.objects.select_related("source", "started_by")
    if kind:
        runs = runs.filter(kind=kind)
    if source:
        runs = runs.filter(source=source)
    return runs.order_by("-created_at", "id")


def is_stale(run: Run) -> bool:
    """Whether a load this run rests on has since been undone."""
    return run.loads.exclude(state=rules.LOADED).exists()


def measures_in(run: Run, actor_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Measures of some members as this run saw them."""
    rows = MemberMeasures.objects.filter(run=run, actor_id__in=list(actor_ids)).order_by()
    return {row.actor_id: row.values for row in rows}


def known_members(source: Source, actor_ids: list[str]) -> int:
    """How many of these ids this source already knows."""
    return MemberRhythm.objects.filter(source=source, actor_id__in=actor_ids).count()
