"""Candidates as a page shows them: names, reasons in words, points that add up. No decision is made here."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import figures
from kolony.stages.discover import (
    alike_words,
    draws_words,
    evidence_words,
    holding_words,
    junk_words,
    list_words,
    motion_words,
    queries,
    rules,
)
from kolony.stages.discover.measure_words import (
    SHARES,
    SHOWN_ON_CARD,
    component_name,
    measure_name,
    short_name,
)
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard
from kolony.stages.discover.told import Told

COLOURS = ("d1", "d3", "d2", "d5", "d4", "d6", "d1", "d3", "d2", "d5")
HEARD, SHORT, OTHERS = 3, 160, 4
WEIGHT_WORTH_A_LINE = 0.005


@dataclass(frozen=True)
class Weight:
    """One part of a score with its share of the hundred points."""

    name: str
    label: str
    short: str
    percent: int
    colour: str


@dataclass(frozen=True)
class Part:
    """One line of "how the score comes about"."""

    label: str
    value: float
    weight: float
    share: float
    points: float
    colour: str


@dataclass(frozen=True)
class Bar:
    """One percentile bar."""

    label: str
    percentile: float
    shown: str
    low: float = 25
    high: float = 75


@dataclass(frozen=True)
class Post:
    """A post behind a sentence."""

    object_id: str
    title: str
    url: str
    text: str
    at: Any
    author: str = ""


@dataclass(frozen=True)
class Heard:
    """What one reader said to the member; `days` on which they came, where they are a loyal fan."""

    text: str
    name: str
    days: int
    at: Any
    url: str
    trusting: bool


@dataclass(frozen=True)
class Said:
    """A sentence of the card with the posts behind it."""

    words: str
    posts: Sequence[Post] = ()
    percentile: float | None = None

    @property
    def first_share(self) -> float | None:
        """Among the first of so many that is; nothing for the lower half, of which it is no praise."""
        if self.percentile is None or self.percentile < 50:
            return None
        return max(1, math.ceil(100 - self.percentile)) / 100


@dataclass(frozen=True)
class MotionShown:
    """What somebody's posts set in motion, with the largest of them and how many people each moved."""

    words: Sequence[str]
    posts: Sequence[tuple[Post, int]] = ()


@dataclass(frozen=True)
class JunkShown:
    """What was found of advertising and repetition, with the posts and the signs beside each."""

    words: str
    serious: bool
    posts: Sequence[tuple[Post, Sequence[str]]] = ()
    marked: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision in the history of a member, in words."""

    words: str
    by: str
    at: Any
    after: str = ""


@dataclass
class Card:
    """Why this person."""

    place: Candidate
    name: str
    kind: str
    kind_reason: str
    sentences: list[Said] = field(default_factory=list)
    cautions: list[Said] = field(default_factory=list)
    highlight: list[dict[str, Any]] = field(default_factory=list)
    fans: list[dict[str, Any]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    decision: Decision | None = None
    dossier: str = ""
    history: list[Decided] = field(default_factory=list)
    has_evidence: bool = False
    peers: int = 0
    alike: list[Bar] = field(default_factory=list)
    alike_are: str = ""
    others: list[dict[str, Any]] = field(default_factory=list)
    others_url: str = ""
    junk: JunkShown | None = None
    motion: MotionShown | None = None
    draws: Told | None = None
    holding: Told | None = None
    is_new: bool = False


def components(run: Run, goal: str, which: str) -> list[tuple[str, float]]:
    """Names and weights of one list's parts, as the run stored them."""
    told = run.result.get("lists", {}).get(goal, {}).get(which, {})
    return [(name, weight) for name, weight in told.get("components", [])]


def weights(run: Run, goal: str, which: str) -> list[Weight]:
    """The open weights above the list; whole per cents that add up to a hundred."""
    parts = components(run, goal, which)
    percents = rules.whole_percents([weight for _, weight in parts])
    told = zip(parts, percents, strict=True)
    shown = [
        Weight(name, component_name(name), short_name(name), percent, COLOURS[at % len(COLOURS)])
        for at, ((name, _), percent) in enumerate(told)
    ]
    return [weight for weight in shown if weight.percent > 0]


def card(run: Run, place: Candidate) -> Card:
    """Everything the side panel says about one member."""
    source, written = run.source, queries.card_of(run, place.actor_id)
    history = queries.decisions_about(source, place.actor_id)
    decision = next((one for one in history if not (one.undone_at or one.reopened_at)), None)
    measures, band = queries.measures_of(run, place.actor_id), rules.band_of(place.tenure_days)
    shown = Card(
        place=place,
        name=queries.name_of(source, place.actor_id),
        kind=str(list_words.KINDS[place.kind]),
        kind_reason=str(list_words.KIND_REASONS[place.kind]),
        parts=_parts(run, place),
        bars=_bars(measures, "percentile"),
        alike=_bars(measures, "alike"),
        alike_are=_alike_are(run.result.get("bands", {}).get(band, 0), band),
        is_new=band == "new",
        places=_places(run, place),
        decision=decision,
        dossier=dossier_url(decision.person) if decision else "",
        history=[_decided(one) for one in history],
        has_evidence=written is not None,
        peers=run.result.get("candidates", 0),
    )
    if written:
        _tell(shown, source, written)
    return shown


def _decided(decision: Decision) -> Decided:
    words = str(list_words.VERDICTS[decision.verdict])
    if decision.reason:
        words = _("%(verdict)s: %(reason)s") % {
            "verdict": words,
            "reason": list_words.reason_words(decision.reason),
        }
    after = _("taken back") if decision.undone_at else str(list_words.BACK_BECAUSE.get(decision.reopened_because, ""))
    by = decision.decided_by.display_name if decision.decided_by else "Kolony"
    return Decided(words, by, decision.decided_at, after)


def _tell(shown: Card, source: Source, written: EvidenceCard) -> None:
    ids = {post for said in (*written.sentences, *written.cautions, *written.highlight) for post in said["object_ids"]}
    ids |= set(junk_words.signs_by_post(written.junk)) if written.junk else set()
    ids |= {object_id for object_id, _people in written.motion.get("best", ())}
    rows = facts.words_for(source, ids)
    posts = {key: _post(words) for key, words in rows.items()}
    told = [said["values"].get("topic") for said in (*written.sentences, *written.cautions)]
    topics = queries.topic_names(
        source, {str(topic) for topic in told if topic} | {h["topic"] for h in written.highlight}
    )
    people = {fan["actor_id"] for fan in (*written.loyal_fans, *written.moves)}
    names = facts.names_of(source, people | {row.author_id for row in rows.values()})
    shown.sentences = _said(written.sentences, topics, posts)
    shown.cautions = _said(written.cautions, topics, posts)
    shown.highlight = [
        {**part, "name": topics.get(part["topic"], part["topic"]), "best": _posts(part, posts)[:1]}
        for part in written.highlight
    ]
    shown.fans = [{**fan, "name": names.get(fan["actor_id"], fan["actor_id"])} for fan in written.loyal_fans]
    days = {fan["actor_id"]: fan["days"] for fan in written.loyal_fans}
    shown.heard = _heard(rows.values(), written.actor_id, names, days)
    shown.moves = [{**fan, "name": names.get(fan["actor_id"], fan["actor_id"])} for fan in written.moves]
    shown.motion = _motion(written, posts) if written.motion else None
    shown.draws = draws_words.told_of(written.draws) if written.draws else None
    together = written.run.result.get("silences")
    shown.holding = holding_words.told_of(written.holding, together) if written.holding else None
    shown.junk = _junk(written.junk, posts) if written.junk else None
    shown.others = _others(source, written.alike[:OTHERS])
    asked = {"source": source.platform, "goal": shown.place.goal, "of": written.actor_id}
    shown.others_url = f"{reverse('discover:alike')}?{urlencode(asked)}"


def _motion(written: EvidenceCard, posts: Mapping[str, Post]) -> MotionShown:
    words = motion_words.sentences(written.motion, written.run.result.get("motion"))
    best = [(posts[object_id], people) for object_id, people in written.motion["best"] if object_id in posts]
    return MotionShown(words, best)


def _junk(told: Mapping[str, Any], posts: Mapping[str, Post]) -> JunkShown:
    signs = junk_words.signs_by_post(told)
    behind = [(posts[object_id], names) for object_id, names in signs.items() if object_id in posts]
    return JunkShown(junk_words.sentence(told), junk_words.serious(told), behind, junk_words.marked(told))


def _others(source: Source, alike: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The first who are like this one, with what they have in common."""
    names = facts.names_of(source, [one["actor_id"] for one in alike])
    topics = alike_words.topic_names_of(source, (one["common"] for one in alike))
    return [
        {
            "actor_id": one["actor_id"],
            "name": names.get(one["actor_id"], one["actor_id"]),
            "score": one["score"],
            "because": alike_words.common_words(one["common"], topics),
        }
        for one in alike
    ]


def _heard(rows: Iterable[Any], member: str, names: Mapping[str, str], days: Mapping[str, int]) -> list[Heard]:
    """Readers' own words, one of each: words of trust first, then the newest."""
    theirs = [row for row in rows if row.author_id not in ("", member) and row.text.strip()]
    theirs.sort(key=lambda row: (row.ts is not None, row.ts), reverse=True)
    theirs.sort(key=lambda row: not rules.sounds_trusting(row.text))
    first = {row.author_id: row for row in reversed(theirs)}
    return [
        Heard(
            _short(row.text), names.get(row.author_id, row.author_id), days.get(row.author_id, 0), row.ts, row.url,
            rules.sounds_trusting(row.text),
        )
        for row in theirs if first[row.author_id] is row
    ][:HEARD]  # fmt: skip


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= SHORT else f"{told[:SHORT]}…"


def _said(sentences: Sequence[dict[str, Any]], topics: Mapping[str, str], posts: Mapping[str, Post]) -> list[Said]:
    spoken = (
        (evidence_words.said(one["code"], one["values"], topics), _posts(one, posts), one.get("percentile"))
        for one in sentences
    )
    return [Said(words, behind, percentile) for words, behind, percentile in spoken if words]


def _posts(said: Mapping[str, Any], posts: Mapping[str, Post]) -> list[Post]:
    return [posts[key] for key in said["object_ids"] if key in posts]


def _post(words: Any) -> Post:
    text = " ".join(words.text.split())
    title = words.title or (text[:60] + "…" if len(text) > 60 else text) or words.object_id
    return Post(words.object_id, title, words.url, text[:160], words.ts)


def _parts(run: Run, place: Candidate) -> list[Part]:
    """The score as a sum: value times weight, part by part. Parts that say nothing are left out."""
    named = components(run, place.goal, place.which)
    most = max((abs(points) for points in place.points), default=0.0) or 1.0
    told = enumerate(zip(named, place.points, strict=False))
    return [
        Part(
            label=component_name(name),
            value=points / weight if weight else points,
            weight=100 * weight,
            share=100 * abs(points) / most,
            points=points,
            colour=COLOURS[at % len(COLOURS)] if points >= 0 else "d6",
        )
        for at, ((name, weight), points) in told
        if weight >= WEIGHT_WORTH_A_LINE or points
    ]


def _bars(measures: Mapping[str, Any], among: str) -> list[Bar]:
    """The measures of the card with the percentile among all candidates, or among those `alike`."""
    known = [(name, measures[name]) for name in SHOWN_ON_CARD if name in measures]
    return [
        Bar(measure_name(name), told[among], measure_value(name, told["value"]))
        for name, told in known
        if told.get(among) is not None
    ]


def _alike_are(count: int, band: str) -> str:
    """Who the narrower peers are, in words."""
    told = {"n": figures.number(count), "band": list_words.TENURES[band]}
    return _("Against the %(n)s who have been here as long: %(band)s") % told


def measure_value(name: str, value: float | None) -> str:
    """A measure as people read it."""
    if value is None:
        return figures.number(None)
    if name in SHARES:
        return figures.percent(value)
    return figures.number(value, 0 if float(value).is_integer() or abs(value) >= 100 else 1)


def _places(run: Run, place: Candidate) -> list[dict[str, Any]]:
    """Where the same member stands in the other lists, for the same goal."""
    found = {other.which: other for other in queries.places_of(run, place.actor_id) if other.goal == place.goal}
    return [
        {
            "which": which,
            "label": list_words.LISTS[which],
            "place": found.get(which),
        }
        for which in rules.LISTS
    ]


def dossier_url(person_id: Any) -> str:
    """The dossier of a nominated member."""
    return reverse("desk:person", args=[person_id]) if person_id else ""
