"""The whole of a choice, from the store to the rows; the tasks call it with a job to report to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from kolony.ground.facts import actions as facts
from kolony.ground.facts.models import Run
from kolony.ground.facts.store import open_store
from kolony.ground.frame import jobs
from kolony.ground.kit import clock
from kolony.ground.kit.money import Money
from kolony.stages.discover.rules import band_of
from kolony.stages.discover.seedsets import actions, choosing, picture, queries, rules
from kolony.stages.discover.seedsets.actions import recording
from kolony.stages.discover.seedsets.errors import LeastTooDear, NobodyToReach, TooFewOfGroup
from kolony.stages.discover.seedsets.field import Field, counted, lie_of_the_land, members_of
from kolony.stages.discover.seedsets.models import SeedSet, Segment
from kolony_engine.diffusion import DiffusionError, backtest_seeds, read_influence_log, warm
from kolony_engine.diffusion.past.ties import TieQuery
from kolony_engine.diffusion.proving.believing import believed
from kolony_engine.diffusion.proving.methods import METHODS

PAST_SIZES = (10, 50)
ADVISED_FOR = (10,)
RANKED = 2000


def choose(seed_set: SeedSet, *, job: Any, now: datetime) -> Run:
    """Choose for every step of the budget, and write down all that a page will ask."""
    return _whole(seed_set.run, lambda: _choose(seed_set, job), now, lambda: recording.forget_answer(seed_set=seed_set))


def ask_the_past(run: Run, *, job: Any, now: datetime) -> Run:
    """Which way of choosing would have worked in this community's own past."""
    return _whole(run, lambda: _ask_the_past(run, job), now, lambda: None)


def count(segment: Segment, *, now: datetime) -> None:
    """How many members a segment has today."""
    events = open_store().events(source=segment.source.platform)
    members, of_all = counted(events, queries.as_of(segment.source, now), segment.conditions)
    actions.record_count(segment=segment, members=members, of_all=of_all, now=now)


def _whole(run: Run, work: Any, now: datetime, forget: Any) -> Run:
    if run.state == "done":
        return run
    if run.state == "waiting":
        run = facts.start_run(run=run, now=now)
    try:
        result = work()
    except jobs.Cancelled:
        forget()
        facts.fail_run(run=run, result={}, cancelled=True, now=clock.now())
        raise
    except Exception as error:
        forget()
        facts.fail_run(run=run, result={"code": getattr(error, "code", type(error).__name__)}, now=clock.now())
        raise
    return facts.finish_run(run=run, result=result, now=clock.now())


def _choose(seed_set: SeedSet, job: Any) -> dict[str, Any]:
    asked = seed_set.run.parameters
    budgets = asked["steps"]
    parts = len(budgets) + 4
    job.step(1, parts, gettext_noop("making the engine ready"))
    warm(lambda share, _step: job.advance(share, 1) or True)
    job.step(2, parts, gettext_noop("reading who reacts to whom"))
    events = open_store().events(source=seed_set.source.platform)
    wanted = [(one["weight"], one["conditions"]) for one in asked["audience"]]
    ground = lie_of_the_land(events, datetime.fromisoformat(asked["as_of"]), asked["days"], wanted)
    job.step(3, parts, gettext_noop("drawing samples to judge by"))
    terms = _terms(asked, seed_set.run.seed)
    bench = choosing.Bench(ground, terms, job.advance)
    name, advised = _advised(events, datetime.fromisoformat(asked["as_of"]), seed_set.run.seed)
    pool = replace(_pool(seed_set, ground, bench.alone_of_all, max(budgets)), advised=advised)
    pool = replace(pool, groups=_groups(asked, events, ground, pool))
    if not any(bench.alone[member] for member in pool.costs):
        raise NobodyToReach(candidates=len(pool.costs))
    chooser = choosing.Chooser(ground, pool, terms, bench)
    _check_least(asked, chooser.least)
    answers: list[choosing.Answer] = []
    least = max([sum(pool.costs[member] for member in pool.must), min(pool.costs.values(), default=1)])
    for number, budget in enumerate(budgets, start=1):
        job.step(3 + number, parts, gettext_noop("choosing for budget after budget"))
        if budget >= least or budget == budgets[-1]:
            answers.append(chooser.answer(budget, answers[-1] if answers else None, job.advance))
    job.step(parts, parts, gettext_noop("drawing the network"))
    drawn, shares = _drawn(ground, chooser, answers, job)
    names = [str(ground.graph.ids[node]) for node in drawn.nodes]
    recording.record_answer(seed_set=seed_set, ground=ground, pool=pool, answers=answers, drawn=names, shares=shares)
    numbers = {row.actor_id: number for number, row in queries.members_of(seed_set).items()}
    told = _told(ground, pool, chooser, answers) | {"advised": name}
    return told | _pictured(drawn, names, pool, numbers)


def _check_least(asked: Mapping[str, Any], least: rules.Least | None) -> None:
    """Refuse to choose where so many of a group cannot be had, or not for the money."""
    if least is None:
        return
    if least.lacks():
        raise TooFewOfGroup(least=least.n)
    cost, budget = least.cost(), asked["budget"]
    if asked["unit"] == "money" and cost > budget:
        told = {"cost": cost, "budget": budget, "missing": cost - budget}
        raise LeastTooDear(**{name: str(Money(minor, asked["currency"])) for name, minor in told.items()})


def _advised(events: Any, as_of: datetime, seed: int) -> tuple[str, list[str]]:
    """Which way of ranking the community's own past advises, and that ranking; nothing where no past can be read."""
    try:
        log = read_influence_log(events, TieQuery(as_of))
    except DiffusionError:
        return "", []
    name = believed(log, ADVISED_FOR, seed)[ADVISED_FOR[0]]
    return name, [str(log.ids[user]) for user in METHODS[name](log, RANKED, seed)]


def _pool(seed_set: SeedSet, ground: Field, alone: Mapping[str, float], most: int) -> choosing.Pool:
    asked = seed_set.run.parameters
    known = queries.pool_of(seed_set)
    curve = rules.Curve(asked["base"], asked["each"])
    by_money = asked["unit"] == "money"
    barred, costs, others = dict(known.barred), {}, dict(known.others)
    for member in known.open:
        if member not in alone:
            others["no_tie"] = others.get("no_tie", 0) + 1
            continue
        cost = known.fees.get(member) or curve.cost(alone[member]) if by_money else 1
        if cost > most and member not in known.must:
            barred[member] = "too_dear"
        else:
            costs[member] = cost
    outside = len(alone) - sum(1 for member in alone if member in costs or member in barred)
    others["not_listed"] = max(0, outside)
    must = [member for member in known.must if member in costs]
    fees = frozenset(known.fees) & costs.keys() if by_money else frozenset()
    return choosing.Pool(known.places, costs, fees, barred, others, must, known.groups)


def _terms(asked: Mapping[str, Any], seed: int) -> choosing.Terms:
    least = asked.get("at_least")
    return choosing.Terms(
        asked["model"], seed, asked["unit"] == "money", asked["at_most"], asked["one_topic"],
        least and (least["which"], least["n"]),
    )  # fmt: skip


def _groups(asked: Mapping[str, Any], events: Any, ground: Field, pool: choosing.Pool) -> Mapping[str, str]:
    """Who counts as what: all groups where at most so many of one may be chosen, else the one asked for alone."""
    if asked["one_topic"] and asked.get("spread") == "tenure":
        return {member: band_of(seen.tenure_days) for member, seen in ground.people.items()}
    least = asked.get("at_least")
    if asked["one_topic"] or not least:
        return pool.groups
    if least["what"] == "kind":
        inside: Iterable[str] = pool.of_kind(least["which"])
    elif least["what"] == "tenure":
        people = ground.people.items()
        inside = [member for member, seen in people if band_of(seen.tenure_days) == least["which"]]
    else:
        as_of = datetime.fromisoformat(asked["as_of"])
        query = TieQuery(as_of, days=ground.days)
        inside = members_of(events, as_of, query, ground.people, least["conditions"])
    return dict.fromkeys(sorted(set(inside) & pool.costs.keys()), least["which"])


def _drawn(
    ground: Field, chooser: choosing.Chooser, answers: Sequence[choosing.Answer], job: Any
) -> tuple[Any, list[Any]]:
    """The picture of the largest set, and for every step who in it is likely reached."""
    by_step = []
    for answer in answers:
        by_step.append(chooser.shares(answer.members))
        job.advance(len(by_step), len(answers) + 1)
    starters = list(dict.fromkeys(member for answer in answers for member in answer.members))
    drawn = picture.drawn(ground.graph, starters, by_step)
    return drawn, [[round(float(shares[node]), 2) for node in drawn.nodes] for shares in by_step]


def _told(
    ground: Field, pool: choosing.Pool, chooser: choosing.Chooser, answers: Sequence[choosing.Answer]
) -> dict[str, Any]:
    """What pages need about the set as a whole, in figures."""
    budgets, reaches = [one.budget for one in answers], [one.figures["reach"] for one in answers]
    return {
        "members": ground.graph.nodes, "ties": ground.graph.arcs, "days": ground.days,
        "half_life_days": ground.half_life_days, "everybody": ground.everybody, "wanted": ground.wanted,
        "weight": ground.weight, "reachable": sum(ground.weights.values()), "candidates": len(pool.costs),
        "fees": len(pool.fees), "kinds": {kind: len(pool.of_kind(kind)) for kind in ("kol", "koc")},
        "judged_on": chooser.judge.sets, "knee": rules.knee(budgets, reaches),
        "others": {reason: count for reason, count in pool.others.items() if count},
    }  # fmt: skip


def _pictured(drawn: Any, names: Sequence[str], pool: choosing.Pool, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Who may not be chosen and who is drawn where, by number."""
    barred: dict[str, list[str]] = {}
    for member, reason in sorted(pool.barred.items()):
        barred.setdefault(reason, []).append(member)
    return {
        "barred": {
            reason: {"count": len(who), "who": [numbers[one] for one in who if one in numbers]}
            for reason, who in barred.items()
        },
        "picture": {
            "nodes": [numbers[name] for name in names],
            "x": drawn.across.tolist(), "y": drawn.down.tolist(), "area": drawn.area.tolist(), "ties": drawn.ties,
        },
    }  # fmt: skip


def _ask_the_past(run: Run, job: Any) -> dict[str, Any]:
    job.step(1, 3, gettext_noop("making the engine ready"))
    warm(lambda share, _step: job.advance(share, 1) or True)
    job.step(2, 3, gettext_noop("reading what happened"))
    events = open_store().events(source=run.source.platform)
    log = read_influence_log(events, TieQuery(datetime.fromisoformat(run.parameters["as_of"])))
    job.step(3, 3, gettext_noop("choosing in the past and looking what came"))
    found = backtest_seeds(
        log, ks=PAST_SIZES, splits=run.parameters["splits"], seed=run.seed,
        progress=lambda share, _step: job.advance(share, 1) or True,
    )  # fmt: skip
    chose = {trial.split: trial.chose for trial in found.trials if trial.method == "auto" and trial.k == PAST_SIZES[0]}
    return {
        "cuts": [int(cut) for cut in found.cuts],
        "best_simple": {str(k): name for k, name in found.best_simple.items()},
        "summary": [
            {"method": one.method, "k": one.k, "reach": one.reach, "ratio": one.ratio, "low": one.low, "high": one.high}
            for one in found.summary
        ],
        "overall": {one.method: [one.ratio, one.low, one.high] for one in found.overall},
        "chose": [chose[split] for split in sorted(chose)],
        "cascades": int(log.cascades),
        "actions": len(log.user),
    }
