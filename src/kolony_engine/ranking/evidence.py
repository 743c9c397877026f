"""The evidence card: three to six sentences made from numbers, each with its percentile and the posts behind it.

Of a member with next to nothing there are fewer: a sentence that counts to zero is no evidence.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kolony_engine.measures import moment_of
from kolony_engine.measures.around.traces import people_traces, post_traces, touched_objects
from kolony_engine.ranking.cautions import cautions
from kolony_engine.ranking.codes import SENTENCES
from kolony_engine.ranking.shapes import Evidence, Fan, Highlight, Ranking, Sentence

POSTS_SHOWN, FANS_SHOWN, HIGHLIGHTS, LOYAL_DAYS = 5, 10, 3, 3
MOST, LEAST, STRIKING = 6, 3, 75.0
MOVED_TIMES, MOVED_SHARE, DEPTH = 3, 0.3, 2

LEADS: dict[str, tuple[str, str]] = {
    "recognised": ("recognition", "best"),
    "quality": ("recognition_per_post", "best"),
    "output": ("contributions", "newest"),
    "reach": ("people_reached", "touched"),
    "loyal": ("loyal_fans", "touched"),
    "returning": ("returning_share", "touched"),
    "answers_back": ("reply_rate", "newest"),
    "accepted": ("accepted", "best"),
    "rising": ("growth", "newest"),
    "steady": ("active_days", "newest"),
    "early": ("early_adoption", "newest"),
    "buyers": ("buyers_around", "touched"),
}
"""Which measure a sentence leads with, and which rows stand behind it. The order breaks ties between equals."""

ALWAYS = ("recognised", "output", "reach")


def evidence(events: object, ranking: Ranking, actor_ids: Sequence[str]) -> dict[str, Evidence]:
    """The cards of these members, from what was known strictly before the ranking's date.

    Codes and values only: `SENTENCES` and `CAUTIONS` name them all. Members not in the ranking are left out.
    """
    rows = _rows_of(ranking, actor_ids)
    ids, query = list(rows), ranking.query
    if not ids:
        return {}
    posts = _by(post_traces(events, query.as_of, query.recognition, ids), "actor_id")
    people = _by(people_traces(events, query.as_of, ranking.pace.window_days, ids), "target_user_id")
    touched = _by(touched_objects(events, query.as_of, ids), "target_user_id")
    return {member: _card(ranking, rows[member], posts[member], people[member], touched[member]) for member in ids}


def _rows_of(ranking: Ranking, actor_ids: Sequence[str]) -> dict[str, dict[str, object]]:
    wanted = set(actor_ids)
    names = ranking.table["actor_id"].to_pylist()
    found = {name: ranking.table.slice(at, 1).to_pylist()[0] for at, name in enumerate(names) if name in wanted}
    return {member: found[member] for member in dict.fromkeys(actor_ids) if member in found}


def _by(rows: Sequence[dict[str, object]], key: str) -> defaultdict[str, list[dict[str, object]]]:
    grouped: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def _card(
    ranking: Ranking,
    row: Mapping[str, object],
    posts: Sequence[Mapping[str, object]],
    people: Sequence[Mapping[str, object]],
    touched: Sequence[Mapping[str, object]],
) -> Evidence:
    highlights = _highlights(posts)
    behind = {
        "best": tuple(post["object_id"] for post in posts[:POSTS_SHOWN]),
        "newest": tuple(
            post["object_id"] for post in sorted(posts, key=lambda post: post["day"], reverse=True)[:POSTS_SHOWN]
        ),
        "touched": tuple(act["object_id"] for act in touched[:POSTS_SHOWN]),
    }
    return Evidence(
        actor_id=row["actor_id"],
        sentences=tuple(_sentences(ranking, row, behind, highlights)),
        highlight=highlights,
        loyal_fans=tuple(_fan(person) for person in people if person["days_window"] >= LOYAL_DAYS)[:FANS_SHOWN],
        moves=_moves(people),
        cautions=tuple(cautions(row, people, ranking.pace)),
    )


def _sentences(
    ranking: Ranking,
    row: Mapping[str, object],
    behind: Mapping[str, tuple[str, ...]],
    highlights: tuple[Highlight, ...],
) -> list[Sentence]:
    """What is most striking about this member: three sentences or more, unless there is nothing to tell."""
    known = dict(row) | _extra(ranking, row)
    able = [code for code, (measure, _) in LEADS.items() if row[measure] > 0]
    striking = sorted(
        (code for code in able if row[f"pct_{LEADS[code][0]}"] >= STRIKING and not _empty(code, row)),
        key=lambda code: (-row[f"pct_{LEADS[code][0]}"], list(LEADS).index(code)),
    )
    always = [code for code in ALWAYS if code in able]
    chosen = list(dict.fromkeys([*striking[: MOST - 1], *always]))[: max(LEAST, min(len(striking), MOST - 1))]
    found = [_sentence(code, known, behind) for code in chosen]
    if ranking.query.which == "potential":
        found.insert(0, Sentence("room", {name: known[name] for name in SENTENCES["room"]}, row["pct_activity"]))
    if highlights and highlights[0].posts >= DEPTH and highlights[0].share > 0:
        best = highlights[0]
        values = {"topic": best.topic, "posts": best.posts, "share": best.share}
        found.append(Sentence("topics", values, row["pct_topics"], best.object_ids))
    return found[:MOST]


def _empty(code: str, row: Mapping[str, object]) -> bool:
    """Numbers that are high only because there is next to nothing behind them."""
    return (code in ("returning", "answers_back") and row["people_reached"] < 3) or (
        code in ("early", "quality") and row["contributions"] < 3
    )


def _sentence(code: str, known: Mapping[str, object], behind: Mapping[str, tuple[str, ...]]) -> Sentence:
    measure, rows = LEADS[code]
    values = {name: known[name] for name in SENTENCES[code]}
    return Sentence(code, values, known[f"pct_{measure}"], behind[rows])


def _extra(ranking: Ranking, row: Mapping[str, object]) -> dict[str, object]:
    posts = sum(ranking.table["contributions"].to_pylist())
    return {
        "window_days": ranking.pace.window_days,
        "horizon_days": ranking.query.horizon_days,
        "community_mean": round(sum(ranking.table["recognition"].to_pylist()) / posts, 4) if posts else 0.0,
        "activity_percentile": row["pct_activity"],
    }


def _highlights(posts: Sequence[Mapping[str, object]]) -> tuple[Highlight, ...]:
    topics = _by([dict(post) for post in posts if post["topic"]], "topic")
    total = sum(max(post["points"], 0.0) for post in posts)
    found = [
        Highlight(
            topic=topic,
            posts=len(mine),
            recognition=float(sum(post["points"] for post in mine)),
            share=round(sum(max(post["points"], 0.0) for post in mine) / total, 4) if total else 0.0,
            object_ids=tuple(post["object_id"] for post in mine[:POSTS_SHOWN]),
        )
        for topic, mine in topics.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.recognition, -one.posts, one.topic))[:HIGHLIGHTS])


def _moves(people: Sequence[Mapping[str, object]]) -> tuple[Fan, ...]:
    """People who turn to this member often, and to nobody else nearly as much: without the member, they may go."""
    moved = [
        person
        for person in people
        if person["times"] >= MOVED_TIMES and person["times"] / person["total"] >= MOVED_SHARE
    ]
    moved.sort(key=lambda person: (-person["times"] / person["total"], -person["times"], person["actor_id"]))
    return tuple(_fan(person) for person in moved[:FANS_SHOWN])


def _fan(person: Mapping[str, object]) -> Fan:
    return Fan(person["actor_id"], int(person["days"]), int(person["times"]), moment_of(float(person["last_day"])))
