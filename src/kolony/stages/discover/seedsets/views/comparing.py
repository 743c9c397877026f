"""Two sets side by side: who is in both, who in one, reach and cost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.stages.discover import list_words
from kolony.stages.discover import queries as discover
from kolony.stages.discover.seedsets import queries, rules, words
from kolony.stages.discover.seedsets.showing import Seat, Shown
from kolony.stages.discover.views.community import about


@policy("seedsets.see")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The two sets the address names; without any, the two newest."""
    first = request.GET.get("a", "")
    asked = request.GET.get("source", "")
    source = queries.visible_set(request.user, first).source if first else discover.source_chosen(asked)
    known = queries.comparable_sets(source) if source else []
    chosen = [_asked(request, name, known, at) for at, name in enumerate(("a", "b"))]
    context: dict[str, Any] = {"known": [(words.title(one), one) for one in known], "source": source, "sides": None}
    context |= about(request, source)
    if all(chosen):
        context |= _compared(*chosen)
    return render(request, "seedsets/compare.html", context)


def _asked(request: HttpRequest, name: str, known: list[Any], at: int) -> Shown | None:
    text = request.GET.get(name, "")
    newest = known[at] if len(known) > at else None
    found = queries.visible_set(request.user, text) if text else newest
    if found is None or found.run.state != "done":
        return None
    return Shown(found, 0, may_look=permits.allows(request.user, "people.look"))


def _compared(one: Shown, other: Shown) -> dict[str, Any]:
    seats = [{seat.member: seat for seat in shown.seats} for shown in (one, other)]
    both, first, second = rules.in_both(*seats)
    sides = [
        {"shown": shown, "goal": list_words.GOALS[shown.set.purpose][0], "unit": shown.unit.words(shown.step.budget)}
        for shown in (one, other)
    ]
    same = all(one.asked[key] == other.asked[key] for key in ("as_of", "audience", "model", "days"))
    return {
        "sides": sides,
        "both": [(seats[0][member], seats[1][member]) for member in both],
        "only": [[_seat(seats[0], member) for member in first], [_seat(seats[1], member) for member in second]],
        "same_ground": same,
    }


def _seat(seats: dict[str, Seat], member: str) -> Seat:
    return seats[member]
