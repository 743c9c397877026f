"""From a graph to the answer for every step of the budget. The engine is asked here; imported by the tasks alone."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.field import Field
from kolony_engine.diffusion import Judge, Judged, SeedQuery, SeedSet, reached_shares, select_seeds

EPS, DELTA = 0.05, 0.001
MIX_EPS = 0.1
THREADS = 2
RUNS = 192


@dataclass(frozen=True)
class Pool:
    """Who may be chosen, at what cost, and who may not, why.

    places    Now-list places and kinds of everybody on the list of candidates: {id: (place, kind)}
    costs     of everybody who may be chosen, in minor units (or 1, where people are counted)
    fees      whose cost a dossier told
    barred    {id: reason} of those who may not
    others    how many more may not, by reason, of whom no list is kept
    must      who has to be in
    advised   the ranking that the community's own past advises, best first
    groups    {id: group} of those who may be chosen, where a set may hold but so many, or must hold so many, of one
    """

    places: Mapping[str, tuple[int, str]]
    costs: Mapping[str, int]
    fees: frozenset[str]
    barred: Mapping[str, str]
    others: Mapping[str, int]
    must: Sequence[str]
    groups: Mapping[str, str]
    advised: Sequence[str] = ()

    def ranked(self) -> list[str]:
        """Those who may be chosen, as the list Now has them."""
        known = (member for member in self.places if member in self.costs)
        return sorted(known, key=lambda member: (self.places[member][0], member))

    def of_group(self, group: str, members: Iterable[str]) -> int:
        """How many of these are of one group."""
        return sum(1 for member in members if self.groups.get(member) == group)

    def of_kind(self, kind: str) -> list[str]:
        """Those of one kind who may be chosen; who is both counts for both."""
        return sorted(member for member in self.costs if self.places.get(member, (0, ""))[1] in (kind, "both"))


@dataclass(frozen=True)
class Terms:
    """What is asked of every step. `least`: of which group how many must be in."""

    model: str
    seed: int
    by_money: bool
    at_most: int | None
    from_one: int | None
    least: tuple[str, int] | None = None


def least_of(terms: Terms, pool: Pool, useful: Sequence[str]) -> rules.Least | None:
    """What must be in of the group asked for, and at what cost, with those who may be chosen and reach anybody."""
    if terms.least is None:
        return None
    group, n = terms.least
    inside = pool.of_group(group, pool.must)
    prices = sorted(pool.costs[one] for one in useful if pool.groups.get(one) == group and one not in pool.must)
    spent = sum(pool.costs[member] for member in pool.must)
    places = None if terms.at_most is None else terms.at_most - (len(pool.must) - inside)
    return rules.Least(group, n, inside, spent, tuple(prices), places)


@dataclass
class Answer:
    """One step, still with ids."""

    budget: int
    seats: list[dict[str, Any]]
    figures: dict[str, Any]
    left_out: list[dict[str, Any]] = field(default_factory=list)
    otherwise: dict[str, Any] = field(default_factory=dict)
    mixes: dict[str, Any] = field(default_factory=dict)

    @property
    def members(self) -> list[str]:
        return [seat["member"] for seat in self.seats]


class Bench:
    """The judges of every set that is compared: one counts those wanted, one everybody."""

    def __init__(self, ground: Field, terms: Terms, told: Callable[[float, float], Any]) -> None:
        options = {"model": terms.model, "seed": terms.seed, "threads": THREADS, "progress": _heard(told)}
        self.judge = Judge(ground.graph, targets=ground.targets, **options)
        self.crowd = Judge(ground.graph, **options) if ground.targets else self.judge
        ids = ground.graph.ids.tolist()
        self.alone = dict(zip(ids, self.judge.alone.tolist(), strict=True))
        self.alone_of_all = dict(zip(ids, self.crowd.alone.tolist(), strict=True))


class Chooser:
    """Answers step after step on one field, with one judge for every set it compares."""

    def __init__(self, ground: Field, pool: Pool, terms: Terms, bench: Bench) -> None:
        self.ground, self.pool, self.terms = ground, pool, terms
        self.judge, self.crowd, self.alone = bench.judge, bench.crowd, bench.alone
        self.least = least_of(terms, pool, self._useful(pool.costs))

    def answer(self, budget: int, before: Answer | None, told: Callable[[float, float], Any]) -> Answer:
        """The best set found: the engine's, unless a smaller budget's, a simple way's or one kind's reaches more."""
        chosen = self._select(budget, self._useful(self.pool.costs), EPS, told)
        otherwise, kinds = self._otherwise(budget), self._of_one_kind(budget, told)
        rivals = [otherwise[way]["members"] for way in ("auto", "score", "followers")]
        rivals += [before.members if before else [], *kinds.values()]
        allowed = (rival for rival in rivals if self._is_allowed(rival, budget))
        sets = [[str(seed) for seed in chosen.seeds], *allowed]
        judged = [self.judge.reach(members) for members in sets]
        best = max(range(len(sets)), key=lambda at: (judged[at].reach, -at))
        members, most = sets[best], max(chosen.best_possible, judged[best].lower)
        figures = self._figures(members, judged[best]) | self._runner_up(budget, members, judged[best])
        figures["upper"] = min(figures["upper"], max(most, figures["reach"]))
        figures |= {"best_possible": most, "ratio": judged[best].lower / most, "rr_sets": chosen.rr_sets}
        found = Answer(budget, self._seats(members, judged[best]), figures, otherwise=otherwise)
        found.left_out, found.mixes = self._left_out(found), self._mixes(members, kinds)
        return found

    def _useful(self, members: Iterable[str]) -> list[str]:
        """Those who reach anybody wanted at all, or have to be in."""
        return sorted(one for one in members if self.alone[one] > 0 or one in self.pool.must)

    def _is_allowed(self, members: Sequence[str], budget: int) -> bool:
        """Whether a set holds everybody who must be in, not too many of one group and enough of the one asked for."""
        taken = Counter(self.pool.groups[member] for member in members if member in self.pool.groups)
        full = self.terms.from_one is not None and max(taken.values(), default=0) > self.terms.from_one
        enough = all(taken[group] >= least for group, least in self._at_least(budget).items())
        return bool(members) and set(self.pool.must) <= set(members) and not full and enough

    def _at_least(self, budget: int) -> dict[str, int]:
        return {} if self.least is None else {self.least.group: self.least.owed(budget)}

    def _runner_up(self, budget: int, members: Sequence[str], judged: Judged) -> dict[str, Any]:
        """Who would take the last place, and how much reach that would lose."""
        free = [member for member in members if member not in self.pool.must]
        nobody = {"runner_up": None, "runner_up_gap": 0.0, "runner_up_for": free[-1] if free else None}
        if not free:
            return nobody
        rest = [member for member in members if member != free[-1]]
        left = budget - sum(self.pool.costs[member] for member in rest)
        others = sorted(one for one in self.pool.costs if one not in members and self.pool.costs[one] <= left)
        others = [one for one in others if self._is_allowed([*rest, one], budget)]
        if not others:
            return nobody
        adds = self.judge.adds(rest)[self.ground.graph.index_of(others)]
        best = others[int(adds.argmax())]
        return nobody | {"runner_up": best, "runner_up_gap": judged.reach - self.judge.reach([*rest, best]).reach}

    def shares(self, members: Sequence[str]) -> Any:
        """float64[n]: in which share of the simulations each member of the graph is reached."""
        return reached_shares(
            self.ground.graph, members, model=self.terms.model, runs=RUNS, seed=self.terms.seed, threads=THREADS
        )

    def _select(self, budget: int, candidates: Sequence[str], eps: float, told: Any, must: bool = True) -> SeedSet:
        groups = {member: self.pool.groups[member] for member in candidates if member in self.pool.groups}
        most = self.terms.from_one is not None
        query = SeedQuery(
            k=self.terms.at_most if self.terms.by_money else budget,
            budget=float(budget) if self.terms.by_money else None,
            costs={member: float(self.pool.costs[member]) for member in candidates} if self.terms.by_money else {},
            targets=self.ground.targets, candidates=candidates, must_have=self.pool.must if must else (),
            groups=groups, at_most=dict.fromkeys(sorted(set(groups.values())), self.terms.from_one) if most else {},
            at_least=self._at_least(budget) if must else {},
            model=self.terms.model, eps=eps, delta=DELTA, seed=self.terms.seed,
        )  # fmt: skip
        return select_seeds(self.ground.graph, query, threads=THREADS, progress=_heard(told))

    def _figures(self, members: Sequence[str], judged: Judged) -> dict[str, Any]:
        crowd = self.crowd.reach(members).reach
        spent = sum(self.pool.costs[member] for member in members)
        return {
            "reach": judged.reach,
            "lower": judged.lower,
            "upper": judged.upper,
            "people": len(members),
            "spent": spent,
            "density": judged.reach / crowd if crowd else 0.0,
            "hangs_on": self._hangs_on(members, judged),
        }

    def _hangs_on(self, members: Sequence[str], judged: Judged) -> float:
        """The share of the reach that would be lost if the one who reaches most alone dropped out."""
        if not members or not judged.reach:
            return 0.0
        first = max(range(len(members)), key=lambda at: judged.overlap[at, at])
        rest = [member for at, member in enumerate(members) if at != first]
        return max(0.0, 1.0 - self.judge.reach(rest).reach / judged.reach) if rest else 1.0

    def _seats(self, members: Sequence[str], judged: Judged) -> list[dict[str, Any]]:
        """Each with what they add, what they reach alone, and with whom they share most of it."""
        seats = []
        for at, member in enumerate(members):
            shared = [judged.overlap[at, other] if other != at else -1.0 for other in range(len(members))]
            most = max(range(len(members)), key=lambda other: shared[other])
            alone = float(judged.overlap[at, at])
            seats.append(
                {
                    "member": member,
                    "gain": judged.gains[at],
                    "alone": alone,
                    "cost": self.pool.costs[member],
                    "shared": float(shared[most]) / alone if alone and len(members) > 1 else 0.0,
                    "shared_with": members[most] if len(members) > 1 and shared[most] > 0 else None,
                    "must": member in self.pool.must,
                }
            )
        return seats

    def _left_out(self, found: Answer) -> list[dict[str, Any]]:
        """Why not the highest-ranked who are left out: alone, covered already, lost by taking them all the same."""
        inside = set(found.members)
        outside = [member for member in self.pool.ranked() if member not in inside][: rules.LEFT_OUT]
        if not outside:
            return []
        adds = self.judge.adds(found.members)
        place = self.ground.graph.index_of(outside)
        return [self._why_not(found, member, float(adds[at])) for member, at in zip(outside, place, strict=True)]

    def _why_not(self, found: Answer, member: str, adds: float) -> dict[str, Any]:
        cost, alone = self.pool.costs[member], self.alone[member]
        told = {"member": member, "alone": alone, "adds": adds, "cost": cost, "go": [], "swap": None}
        told["covered"] = 1.0 - adds / alone if alone else 0.0
        free = [(one["member"], one["gain"], float(one["cost"])) for one in self._free(found, member)]
        full = self.terms.at_most is not None and len(found.seats) >= self.terms.at_most
        needed = found.figures["spent"] + cost - found.budget if self.terms.by_money else 1.0
        gone = rules.make_room(free, max(needed, 1e-9 if full else 0.0))
        kept = [one for one in found.members if one not in gone]
        if (gone or needed <= 0) and self._is_allowed([*kept, member], found.budget):
            told |= {"go": gone, "swap": self.judge.reach([*kept, member]).reach - found.figures["reach"]}
        return told

    def _free(self, found: Answer, newcomer: str) -> list[dict[str, Any]]:
        """Whose seat `newcomer` might have: not that of whom must be in, or of the last ones of the group asked for."""
        free = [one for one in found.seats if not one["must"]]
        for group, least in self._at_least(found.budget).items():
            if self.pool.of_group(group, found.members) <= least and self.pool.groups.get(newcomer) != group:
                free = [one for one in free if self.pool.groups.get(one["member"]) != group]
        return free

    def _otherwise(self, budget: int) -> dict[str, Any]:
        """The same money, chosen in simple ways: as the past advises, by the list, by followers, by lot."""
        circle = self.ground.circles
        by_circle = sorted(self.pool.costs, key=lambda member: (-circle[member], member))
        drawn = [self._drawn(draw) for draw in range(rules.LOTS)]
        return {
            "auto": self._simple(budget, [self.pool.advised]),
            "score": self._simple(budget, [self.pool.ranked()]),
            "followers": self._simple(budget, [by_circle]),
            "lot": self._simple(budget, drawn),
        }

    def _drawn(self, draw: int) -> list[str]:
        names = sorted(self.pool.costs)
        random.Random(f"{self.terms.seed}:{draw}").shuffle(names)
        return names

    def _simple(self, budget: int, orders: Sequence[Iterable[str]]) -> dict[str, Any]:
        """What a way of ranking reaches for the money; the mean over several orders."""
        costs = self.pool.costs if self.terms.by_money else dict.fromkeys(self.pool.costs, 1)
        most = self.terms.at_most if self.terms.by_money else None
        sets = [rules.first_affordable(order, costs, budget, most) for order in orders]
        judged = [self.judge.reach(members) for members in sets if members]
        if not judged:
            return {"reach": 0.0, "lower": 0.0, "upper": 0.0, "members": [], "spent": 0}
        return {
            "reach": sum(one.reach for one in judged) / len(judged),
            "lower": min(one.lower for one in judged),
            "upper": max(one.upper for one in judged),
            "members": sets[0] if len(sets) == 1 else [],
            "spent": sum(self.pool.costs[member] for member in sets[0]),
        }

    def _of_one_kind(self, budget: int, told: Any) -> dict[str, list[str]]:
        """The set of KOLs only and that of KOCs only, whoever must be in; empty where nobody is affordable."""
        sets = {}
        for kind in ("kol", "koc"):
            candidates = [one for one in self._useful(self.pool.of_kind(kind)) if self._affordable(one, budget)]
            chosen = self._select(budget, candidates, MIX_EPS, told, must=False).seeds if candidates else ()
            sets[kind] = [str(one) for one in chosen]
        return sets

    def _mixes(self, ours: Sequence[str], kinds: Mapping[str, list[str]]) -> dict[str, Any]:
        """The same budget on KOLs only, on KOCs only, and on whom the model would take of both."""
        mixes: dict[str, Any] = {"mixed": self._figures(ours, self.judge.reach(ours)) | {"members": list(ours)}}
        for kind, members in kinds.items():
            told = members and self._figures(members, self.judge.reach(members)) | {"members": members}
            mixes[kind] = told or None
        return mixes

    def _affordable(self, member: str, budget: int) -> bool:
        return not self.terms.by_money or self.pool.costs[member] <= budget


def _heard(told: Callable[[float, float], Any]) -> Callable[[float, str], bool]:
    """The engine's progress, passed on; who no longer wants the answer raises there."""

    def progress(share: float, _step: str) -> bool:
        told(share, 1.0)
        return True

    return progress
