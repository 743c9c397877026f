"""Rising lists on real communities: ours beside every baseline, the blend, and gradient boosting (LightGBM).

    .venv/bin/python bench/judged.py --data FOLDER

FOLDER holds the communities of `SETS`, each in a folder of its own; sets that are not there are left out. Nothing is
downloaded. Everybody is judged alike: NDCG@100 (recall@100), incumbents removed, features strictly before the date.

LightGBM sees counts of what a member did and received in windows of 30, 90, 180, 365 days and all time, as logarithm
and as percentile, and learns log(1 + recognition in the horizon) in three ways, all told:

    own past    earlier dates of the same community whose horizon is over at the date
    others      the dates of all other communities (one community left out), nothing of its own
    both        the two together
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
from learned import Example, example_at, learned_score

from kolony_engine.events import Recognition, collect, events_table
from kolony_engine.measures import Ask, Signals, day_number
from kolony_engine.measures.past.history import History, history_of
from kolony_engine.ranking import BASELINES, OURS, Backtest, BacktestQuery, backtest
from kolony_engine.ranking.truth import ndcg, ordered, recall, truth_of

SITES = (
    "physics",
    "economics",
    "literature",
    "astronomy",
    "startups",
    "052012-literature",
    "122013-answers-onstartups",
)
LEARNED = ("LightGBM, own past", "LightGBM, others", "LightGBM, both")
SINGLES = tuple(method for method in BASELINES if method != "blend")
PAST_DATES = 8


@dataclass(frozen=True)
class Community:
    """One community: where it lies, what recognition means there, and when it is asked."""

    folder: str
    recognition: str
    horizon: int = 365
    cutoffs: int = 4
    dates: tuple[str, ...] = ()
    first_days: int = 0
    since: str = "1970-01-01"
    only: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What no other community is called."""
        return self.only.get("site", self.folder)


BEER = {"folder": "se_beer_2020", "recognition": "stackexchange"}
FORUM = {"folder": "urho3d_forum", "recognition": "discourse", "cutoffs": 3, "since": "2017-01-01"}
YOUNG = {"folder": "se_first180", "recognition": "stackexchange", "horizon": 90, "first_days": 90}
SETS: dict[str, list[Community]] = {
    "old Q&A site": [Community(**BEER)],
    "old Q&A site, dates nearest the published": [
        Community(**BEER, dates=("2017-03-27", "2017-11-14", "2018-07-04", "2019-02-21"))
    ],
    "forum": [Community(**FORUM)],
    "forum, dates nearest the published": [
        Community(**FORUM | {"since": "1970-01-01"}, dates=("2019-07-01", "2020-07-01", "2021-07-01"))
    ],
    "seven young Q&A sites": [Community(**YOUNG, only={"site": site}) for site in SITES],
}


@dataclass(frozen=True)
class Asked:
    """One community at one date: how the methods of the house did, the truth, and what a learner may see."""

    community: str
    scores: dict[str, tuple[float, float]]
    seen: Signals
    example: Example
    past: list[Example]


def ask(community: Community, folder: Path) -> Iterator[Asked]:
    """Every date of one community."""
    events = events_table(folder / community.folder / "events.parquet", only=community.only or None)
    events = events.filter(events.ts >= _moment(community.since).replace(tzinfo=None))
    query = _query(community, events)
    told = backtest(events, query)
    with history_of(events, query.recognition) as history, duckdb.connect() as connection:
        connection.register("events", collect(events))
        for cutoff in told.cutoffs:
            seen, *before = _seen(history, day_number(cutoff), float(community.horizon))
            examples = [example_at(connection, one, query.recognition) for one in (seen, *before)]
            yield Asked(community.name, _of_the_house(told, cutoff), seen, examples[0], examples[1:])


def _of_the_house(told: Backtest, cutoff: datetime) -> dict[str, tuple[float, float]]:
    scores = (score for score in told.scores if score.which == "rising" and score.cutoff == cutoff)
    return {score.method: (score.ndcg100, score.recall100) for score in scores}


def _query(community: Community, events: object) -> BacktestQuery:
    dates = tuple(_moment(date) for date in community.dates)
    if community.first_days:
        first = collect(events.agg(first=events.ts.min()))["first"][0].as_py()
        dates = (first.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=community.first_days),)
    recognition = Recognition.parse(community.recognition)
    return BacktestQuery(recognition, community.cutoffs, community.horizon, cutoff_dates=dates)


def _moment(date: str) -> datetime:
    return datetime.fromisoformat(date).replace(tzinfo=UTC)


def _seen(history: History, day: float, horizon: float) -> list[Signals]:
    """The date itself, and earlier dates whose truth is known by then; a short history is asked over a third of it."""
    pace, ageing = history.pace_at(day), history.ageing_at(day)
    ahead = max(min(horizon, pace.span_days / 3), 1.0)
    earlier = [Ask(float(np.floor(day - ahead * (1 + 0.5 * step))), ahead) for step in range(PAST_DATES)]
    known = [one for one in earlier if one.day - (day - pace.span_days) >= 0.5 * ahead]
    return history.signals([Ask(day, horizon), *known], pace.half_life_days, ageing)


def learned(asked: Asked, everybody: Sequence[Asked]) -> dict[str, tuple[float, float]]:
    """LightGBM's three ways of learning, judged at one date."""
    others = {id(one.example): one.example for one in everybody if one.community != asked.community}
    lessons = (asked.past, list(others.values()), [*asked.past, *others.values()])
    return {
        name: _judged(asked, learned_score(lesson, asked.example))
        for name, lesson in zip(LEARNED, lessons, strict=True)
    }


def _judged(asked: Asked, expected: np.ndarray | None) -> tuple[float, float]:
    if expected is None:
        return float("nan"), float("nan")
    truth, activity = truth_of(asked.seen, "rising"), asked.seen.values["activity"]
    score = np.zeros(len(activity))
    score[asked.seen.candidates] = expected
    order = ordered(score, activity, truth.pool)
    return ndcg(order, truth), recall(order, truth)


def table(folder: Path) -> None:
    """Print one column of figures for each set."""
    present = {name: some for name, some in SETS.items() if (folder / some[0].folder).is_dir()}
    asked = {name: [one for community in some for one in ask(community, folder)] for name, some in present.items()}
    everybody = [one for some in asked.values() for one in some]
    for name, some in asked.items():
        print(f"\n{name} ({len(some)} tests): mean NDCG@100 (mean recall@100), and NDCG@100 test by test")
        scores = [one.scores | learned(one, everybody) for one in some]
        means = {method: np.nanmean([score[method] for score in scores], axis=0) for method in scores[0]}
        best = max(SINGLES, key=lambda method: means[method][0])
        for method in (OURS, "blend", *LEARNED, *SINGLES):
            each = " ".join(f"{score[method][0]:.3f}" for score in scores)
            mark = "  best single" if method == best else ""
            print(f"  {method:<20} {means[method][0]:.3f} ({means[method][1]:.2f})   {each}{mark}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    table(parser.parse_args().data)


if __name__ == "__main__":
    main()
