"""The audit on the desk: read, filtered, verified. Nothing here changes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from kolony.ground.frame.table import Column, Table
from kolony.ground.guard import actions, queries
from kolony.ground.guard import verify as reader
from kolony.ground.guard.kinds import kinds
from kolony.ground.guard.policy import policy
from kolony.ground.guard.showing import COLUMN_WORDS, as_lines
from kolony.ground.kit import clock

TRIES = 5
FILTERS = ("kind", "who", "subject", "since", "until")


@policy("guard.see_audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The newest entries first; the address holds every filter."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    columns = [Column(key, words) for key, words in COLUMN_WORDS.items()]
    table = Table(request, key="result", label=COLUMN_WORDS["kind"], columns=columns)
    table.show(queries.visible_audit(request.user, **asked))
    users = queries.names_of_users({entry.actor_id for entry in table.page.rows if entry.actor_id})
    context = {
        "table": table,
        "lines": as_lines(table.page.rows, users),
        "asked": asked,
        "kinds": [(kind, words) for kind, words in kinds().items()],
        "people": queries.active_users(),
    }
    return render(request, "guard/audit.html", context)


@policy("guard.see_audit")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain with the separate reader and say what it found."""
    verdict = _verdict(request)
    now = clock.now()
    actions.note_verification(actor=request.user, whole=verdict.whole, count=verdict.count, now=now)
    return render(request, "guard/verdict.html", {"verdict": verdict, "at": now})


def _verdict(request: HttpRequest) -> reader.Verdict:
    """Others go on writing: if the chain grew while it was read, it is read again."""
    for _ in range(TRIES):
        head = queries.audit_head()
        verdict = reader.verify(queries.audit_rows(request.user), head)
        if queries.audit_head() == head:
            break
    return verdict
