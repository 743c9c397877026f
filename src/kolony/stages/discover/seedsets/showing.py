"""A seed set as a page shows it at one step of its budget: names, seats, money. No decision is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.ground.frame import figures
from kolony.stages.discover import list_words
from kolony.stages.discover.seedsets import queries, words
from kolony.stages.discover.seedsets.models import SeedMember, SeedSet, Step


@dataclass(frozen=True)
class Unit:
    """What a budget counts: money of one currency, or people."""

    by_money: bool
    currency: str = "CNY"

    def words(self, amount: float | None) -> str:
        if self.by_money:
            return figures.money(amount, self.currency)
        return ngettext("%(n)s person", "%(n)s people", int(amount or 0)) % {"n": figures.number(amount)}


@dataclass(frozen=True)
class Seat:
    """One line of the set."""

    at: int
    number: int
    member: str
    name: str
    kind: str
    url: str
    must: bool
    gain: float
    share: float
    alone: float
    cost: str
    has_fee: bool
    shared: float
    shared_with: str


class Shown:
    """One set at one step, read once."""

    def __init__(self, seed_set: SeedSet, number: int, *, may_look: bool) -> None:
        self.set, self.may_look = seed_set, may_look
        self.asked, self.result = seed_set.run.parameters, seed_set.run.result
        self.unit = Unit(self.asked["unit"] == "money", self.asked["currency"])
        self.steps = queries.steps_of(seed_set)
        known = {step.number for step in self.steps}
        self.step: Step = queries.step_numbered(seed_set, number if number in known else self.default_number)

    @property
    def default_number(self) -> int:
        """The saved step, else the budget that was asked for, else the last."""
        if self.set.saved_step:
            return self.set.saved_step
        return next((step.number for step in self.steps if step.budget == self.asked["budget"]), len(self.steps))

    @cached_property
    def members(self) -> dict[int, SeedMember]:
        return queries.members_of(self.set)

    @cached_property
    def names(self) -> dict[int, str]:
        """Of those who are spoken of by name: not of everybody in the picture."""
        spoken = {seat["member"] for seat in self.step.seats} | {one["member"] for one in self.step.left_out}
        spoken |= {gone for one in self.step.left_out for gone in one["go"]}
        spoken |= {self.figures[key] for key in ("runner_up", "runner_up_for")} - {None}
        spoken |= {who for told in self.result["barred"].values() for who in told["who"]}
        spoken |= {number for number, member in self.members.items() if member.stance}
        return queries.name_of_members(self.set.source, [self.members[one] for one in spoken])

    @property
    def name(self) -> str:
        return words.title(self.set)

    @property
    def figures(self) -> dict[str, Any]:
        return self.step.figures

    @property
    def by_weight(self) -> bool:
        """Whether somebody wanted counts less than one, so that reach is no number of heads."""
        return abs(self.result["weight"] - self.result["wanted"]) >= 0.5

    @property
    def digits(self) -> int:
        """Small communities count in tenths."""
        return 0 if self.figures["reach"] >= 100 else 1

    def url(self, number: int) -> str:
        """The candidate's panel, on the list they stand in."""
        member = self.members[number]
        if member.place is None or member.actor_id.startswith("erased-"):
            return ""
        run = self.asked["rank_run"]
        asked = {"run": run, "goal": self.set.purpose, "list": "now", "status": "any", "open": member.actor_id}
        return f"{reverse('discover:candidates')}?{urlencode(asked)}"

    def cost(self, number: int, amount: int) -> str:
        """A fee from a dossier only for those who may see it; what the curve says is no secret."""
        if self.members[number].has_fee and not self.may_look:
            return _("restricted")
        return self.unit.words(amount)

    @property
    def spent(self) -> str:
        """What is spent; where fees are not for this reader's eyes, no more than the budget."""
        if not self.may_see_sum:
            return _("within %(budget)s") % {"budget": self.unit.words(self.step.budget)}
        return self.unit.words(self.figures["spent"])

    @property
    def left(self) -> str:
        if not self.unit.by_money or not self.may_see_sum:
            return ""
        return self.unit.words(self.step.budget - self.figures["spent"])

    @property
    def per_reached(self) -> str:
        return per_head(self.unit, self.figures)

    @cached_property
    def seats(self) -> list[Seat]:
        most = max((seat["gain"] for seat in self.step.seats), default=0.0) or 1.0
        return [self._seat(at, seat, most) for at, seat in enumerate(self.step.seats, start=1)]

    def _seat(self, at: int, seat: Mapping[str, Any], most: float) -> Seat:
        number, other = seat["member"], seat["shared_with"]
        member = self.members[number]
        return Seat(
            at=at, number=number, member=member.actor_id, name=self.names[number],
            kind=str(list_words.KINDS[member.kind]) if member.kind in list_words.KINDS else "", url=self.url(number),
            must=seat["must"], gain=seat["gain"], share=100 * seat["gain"] / most, alone=seat["alone"],
            cost=self.cost(number, seat["cost"]), has_fee=member.has_fee, shared=seat["shared"],
            shared_with=self.names[other] if other is not None else "",
        )  # fmt: skip

    @cached_property
    def knee(self) -> Step | None:
        at = self.result["knee"]
        return self.steps[at] if at is not None and at < len(self.steps) else None

    @property
    def may_see_sum(self) -> bool:
        """Whether the sum would tell this reader no fee that is not theirs to know."""
        return self.may_look or not any(self.members[seat["member"]].has_fee for seat in self.step.seats)

    @property
    def per_seat(self) -> float:
        return self.figures["reach"] / max(self.figures["people"], 1)

    @property
    def scale(self) -> tuple[float, float]:
        """From the least to the most of all steps: one scale for the whisker while the slider moves."""
        told = [step.figures for step in self.steps]
        return min(one["lower"] for one in told), max(one["upper"] for one in told)

    @property
    def last_number(self) -> int:
        return self.steps[-1].number

    @property
    def took(self) -> str:
        run = self.set.run
        return figures.duration((run.finished_at - run.started_at).total_seconds())

    @property
    def slider(self) -> list[str]:
        return [self.unit.words(step.budget) for step in self.steps]

    @property
    def stances(self) -> dict[str, list[str]]:
        """Names of who had to be in, and who out."""
        return {
            stance: [self.names[number] for number, one in self.members.items() if one.stance == stance]
            for stance in ("in", "out")
        }


def per_head(unit: Unit, told: Mapping[str, Any]) -> str:
    """What one of those wanted costs to reach."""
    if not told["reach"] or not unit.by_money:
        return ""
    return figures.money(round(told["spent"] / told["reach"]), unit.currency, 2)
