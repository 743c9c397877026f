"""One import: what it brought, from which bytes, what rests on it, what was refused, and how to take it out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kolony.ground.facts import actions, queries, rules, showing
from kolony.ground.facts.telling import tell
from kolony.ground.frame import jobs
from kolony.ground.frame.csv_export import csv_export
from kolony.ground.frame.error_words import Spoken
from kolony.ground.frame.jobs import rules as job_rules
from kolony.ground.frame.table import Column, Table
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now


def why_of(row) -> Spoken:
    """Why a row was refused and what to do about it, in the reader's words."""
    return tell(row.code, {"column": row.column, "value": row.value, "line": row.line})


def crumbs_of(load) -> list[tuple[str, str]]:
    return [(_("Data & imports"), reverse("facts:home")), (load.name, "")]


@policy("facts.see")
def load_page(request: HttpRequest, load_id) -> HttpResponse:
    """Where the import stands: its page when it is over, its current step while it is not."""
    load = queries.visible_load(request.user, load_id)
    if load.state in (rules.REGISTERED, rules.MAPPED, rules.DRY_RUN, rules.FAILED):
        return redirect(f"facts:{rules.STEP_OF_STATE[load.state]}", load_id=load.pk)
    job = jobs.job_for(load.job) if load.job else None
    context = {
        "load": load, "crumbs": crumbs_of(load), "chip": showing.STATES[load.state], "chips": showing.STATES,
        "kind": showing.KINDS.get(load.kind, load.kind), "files": queries.files_of(load),
        "moves": queries.moves_of(load),
        "runs": [(run, showing.run_kind(run.kind)) for run in queries.runs_resting_on(load)],
        "columns": _columns_of(load),
        "flags": showing.flag_sentences(load.report),
        "verbs": sorted(load.report.get("verbs", {}).items(), key=lambda pair: (-pair[1], pair[0])),
        "problem": tell(load.error_code, load.error_values) if load.error_code else None,
        "may_undo": rules.may(load.state, "undo") and permits.allows(request.user, "facts.undo", load),
        "steps": showing.steps_of(load.state), "report": load.report,
        "job": job if job is not None and job.state in job_rules.OPEN else None,
        "poll": reverse("facts:progress", args=[load.pk]),
    }  # fmt: skip
    return render(request, "facts/load.html", context)


def _columns_of(load) -> list[tuple[str, list[tuple[str, str]]]]:
    """The columns as agreed, as they stand in the file: once where all files are alike, else file by file."""
    each = load.mappings or ({"": load.mapping} if load.mapping else {})
    places = {path: block["headers"] for block in load.outlook.get("blocks", []) for path in block["files"]}
    alike = next(iter(places.values()), [])
    return [(path, _agreed_in(mapping, places.get(path, alike))) for path, mapping in sorted(each.items())]


def _agreed_in(mapping: dict[str, str], headers: list[str]) -> list[tuple[str, str]]:
    words = {**showing.COLUMNS, **showing.MEMBER_COLUMNS}
    ordered = [header for header in headers if header in mapping]
    ordered += sorted(set(mapping) - set(ordered))
    return [
        (header[1:], _("All rows are the same act"))
        if header[:1] == "="
        else (header, words.get(mapping[header], mapping[header]))
        for header in ordered
    ]


@policy("facts.undo")
@require_POST
def undo(request: HttpRequest, load_id) -> HttpResponse:
    """Take this import out again; the reason stays."""
    load = queries.visible_load(request.user, load_id)
    actions.request_undo(actor=request.user, load=load, reason=request.POST.get("reason", ""), now=now())
    return redirect("facts:load_page", load_id=load.pk)


@policy("facts.load")
@require_POST
def discard(request: HttpRequest, load_id) -> HttpResponse:
    """Give up an import that never happened."""
    load = queries.visible_load(request.user, load_id)
    actions.discard_load(actor=request.user, load=load, now=now())
    messages.success(request, _("The import was given up; nothing of it was kept."))
    return redirect("facts:home")


@policy("facts.load")
def refused(request: HttpRequest, load_id) -> HttpResponse:
    """The rows that were kept out, with file, line, column and the reason in words."""
    load = queries.visible_load(request.user, load_id)
    code = request.GET.get("code", "")
    table = Table(
        request, key="result", label=_("Refused rows"),
        columns=(
            Column("file", _("File")),
            Column("line", _("Line"), numeric=True),
            Column("column", _("Column")),
            Column("value", _("Read as")),
            Column("why", _("Why refused")),
        ),
    )  # fmt: skip
    table.show(queries.refused_rows(load, code=code))
    rows = [(row, why_of(row)) for row in table.page.rows]
    counts, load_url = queries.refusal_counts(load), reverse("facts:load_page", args=[load.pk])
    context = {
        "load": load, "table": table, "rows": rows, "code": code,
        "crumbs": [crumbs_of(load)[0], (load.name, load_url), (_("Refused rows"), "")],
        "codes": [(row["code"], f"{tell(row['code']).what} ({row['rows']})") for row in counts],
    }  # fmt: skip
    return render(request, "facts/refused.html", context)


@policy("facts.load")
def refused_csv(request: HttpRequest, load_id) -> HttpResponse:
    """All refused rows as a file that no spreadsheet will run."""
    load = queries.visible_load(request.user, load_id)
    columns = (
        (_("File"), lambda row: row.file),
        (_("Line"), lambda row: row.line),
        (_("Column"), lambda row: row.column),
        (_("Code"), lambda row: row.code),
        (_("Why refused"), lambda row: why_of(row).what),
        (_("Read as"), lambda row: row.value),
    )
    return csv_export(queries.refused_rows(load), columns, f"refused-{load.name}.csv")
