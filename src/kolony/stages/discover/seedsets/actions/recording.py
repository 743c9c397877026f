"""What a choice writes down: everybody it speaks of, once, by number; then the steps, which hold numbers only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from kolony.stages.discover.seedsets import queries, rules
from kolony.stages.discover.seedsets.models import SeedMember, SeedSet, Step

_ONE = ("member", "shared_with", "runner_up", "runner_up_for")
_MANY = ("members", "go")
_PARTS = ("figures", "seats", "left_out", "otherwise", "mixes")


@transaction.atomic
def record_answer(
    *, seed_set: SeedSet, ground: Any, pool: Any, answers: Sequence[Any], drawn: Sequence[str], shares: Sequence[Any]
) -> None:
    """Write members and steps; called again, the last call counts. `drawn` are the ids in the picture."""
    stances = {member: stance for stance in ("in", "out") for member in queries.stances_of(seed_set, stance)}
    told = [part for answer in answers for part in _parts_of(answer).values()]
    barred = _first_barred(pool.barred)
    spoken = dict.fromkeys([*stances, *_people_in(told), *barred, *drawn])
    SeedMember.objects.filter(seed_set=seed_set).delete()
    Step.objects.filter(seed_set=seed_set).delete()
    rows = [_member(seed_set, at, who, stances, ground, pool) for at, who in enumerate(spoken)]
    SeedMember.objects.bulk_create(rows)
    numbers = {row.actor_id: row.number for row in rows}
    Step.objects.bulk_create(
        Step(
            seed_set=seed_set, number=number, budget=answer.budget, shares=list(reached),
            **{name: _numbered(part, numbers) for name, part in _parts_of(answer).items()},
        )
        for number, (answer, reached) in enumerate(zip(answers, shares, strict=True), start=1)
    )  # fmt: skip


@transaction.atomic
def forget_answer(*, seed_set: SeedSet) -> None:
    """Take out what a failed or cancelled choice had already written; who had to be in or out stays."""
    Step.objects.filter(seed_set=seed_set).delete()
    SeedMember.objects.filter(seed_set=seed_set, stance="").delete()


def _parts_of(answer: Any) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in _PARTS}


def _member(
    seed_set: SeedSet, number: int, member: str, stances: Mapping[str, str], ground: Any, pool: Any
) -> SeedMember:
    place, kind = pool.places.get(member, (None, ""))
    return SeedMember(
        seed_set=seed_set, number=number, actor_id=member, stance=stances.get(member, ""), kind=kind, place=place,
        circle=ground.circles.get(member, 0), cost=pool.costs.get(member), has_fee=member in pool.fees,
        weight=ground.weights.get(member, 0.0),
    )  # fmt: skip


def _first_barred(barred: Mapping[str, str]) -> list[str]:
    """A hundred by reason: enough to look at; the count says how many there are."""
    return [
        member
        for reason in rules.REASONS
        for member in sorted(one for one, why in barred.items() if why == reason)[: rules.NAMES_KEPT]
    ]


def _people_in(told: Any) -> Iterable[str]:
    """Every id in what was worked out, wherever it stands."""
    if isinstance(told, list):
        for part in told:
            yield from _people_in(part)
    elif isinstance(told, Mapping):
        for name, value in told.items():
            if name in _ONE and value is not None:
                yield value
            elif name in _MANY:
                yield from value
            elif name not in _ONE:
                yield from _people_in(value)


def _numbered(told: Any, numbers: Mapping[str, int]) -> Any:
    """The same with numbers in place of ids."""
    if isinstance(told, list):
        return [_numbered(part, numbers) for part in told]
    if not isinstance(told, Mapping):
        return told
    return {name: _value(name, value, numbers) for name, value in told.items()}


def _value(name: str, value: Any, numbers: Mapping[str, int]) -> Any:
    if name in _ONE:
        return numbers[value] if value is not None else None
    if name in _MANY:
        return [numbers[one] for one in value]
    return _numbered(value, numbers)
