"""A set as a file: CSV for people, JSON with everything needed to check it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kolony.ground.frame.csv_export import csv_export
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover.seedsets import actions, queries
from kolony.stages.discover.seedsets.showing import Seat, Shown
from kolony.stages.discover.seedsets.views.result import shown_at

COLUMNS: tuple[Any, ...] = (
    (_("Order"), lambda seat: seat.at),
    (_("Member"), lambda seat: seat.member),
    (_("Name"), lambda seat: seat.name),
    (_("Kind"), lambda seat: seat.kind),
    (_("New reach"), lambda seat: round(seat.gain, 2)),
    (_("Reach alone"), lambda seat: round(seat.alone, 2)),
    (_("Cost"), lambda seat: seat.cost),
    (_("Largest overlap"), lambda seat: round(seat.shared, 4)),
    (_("Overlaps with"), lambda seat: seat.shared_with),
)


@policy("seedsets.export")
@require_GET
def as_csv(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """The seats of one step."""
    shown = _taken_out(request, set_id, "csv")
    return csv_export(shown.seats, COLUMNS, f"kolony-seed-set-{shown.set.pk}.csv")


@policy("seedsets.export")
@require_GET
def as_json(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """Question, certificate, seats of one step, and the curve over all."""
    shown = _taken_out(request, set_id, "json")
    response = JsonResponse(_told(shown), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = content_disposition_header(True, f"kolony-seed-set-{shown.set.pk}.json")
    return response


def _taken_out(request: HttpRequest, set_id: UUID, file_format: str) -> Shown:
    seed_set = queries.visible_set(request.user, set_id)
    actions.record_export(actor=request.user, seed_set=seed_set, file_format=file_format, now=now())
    return shown_at(request, seed_set)


def _told(shown: Shown) -> dict[str, Any]:
    run = shown.set.run
    certain = ("reach", "lower", "upper", "best_possible", "ratio", "people", "density", "hangs_on", "rr_sets")
    return {
        "name": shown.name,
        "community": shown.set.source.platform,
        "engine_version": run.engine_version,
        "seed": run.seed,
        "input_hashes": run.input_hashes,
        "question": shown.asked,
        "must_be_in": queries.stances_of(shown.set, "in"),
        "must_stay_out": queries.stances_of(shown.set, "out"),
        "budget": shown.step.budget,
        "figures": {name: shown.figures[name] for name in certain},
        "seats": [_seat(seat) for seat in shown.seats],
        "curve": [
            {"budget": step.budget}
            | {name: step.figures[name] for name in ("reach", "lower", "upper", "best_possible")}
            for step in shown.steps
        ],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "member": seat.member, "name": seat.name, "kind": seat.kind, "must": seat.must, "gain": seat.gain,
        "alone": seat.alone, "cost": seat.cost, "overlap": seat.shared, "overlaps_with": seat.shared_with,
    }  # fmt: skip
